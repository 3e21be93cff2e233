[assembly: AssemblyFixture(typeof(SecretMagic.Browser.DemoSite))]
