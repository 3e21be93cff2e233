using SecretMagic.Cli;

return await SecretMagicProgram.Run(args, Console.Out, Console.Error);
