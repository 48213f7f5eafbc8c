namespace System.IO.Hashing;

/// <summary>The one type the Azure storage SDK names in signatures; nothing here computes a hash with it.</summary>
public abstract class NonCryptographicHashAlgorithm;
