using SecretMagic.Cli;
using SecretMagic.Runtime;

var environment = Environment.GetEnvironmentVariables();
var variables = environment.Keys.Cast<string>().ToDictionary(name => name, name => environment[name] as string ?? "");
return await SecretMagicProgram.Run(args, Console.Out, Console.Error, new Surroundings(Environment.CurrentDirectory, variables));
