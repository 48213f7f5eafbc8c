using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace Plumbline.Local.Demo;

/// <summary>
/// Signs a body as HighLevel does, with OpenSSL: .NET has no Ed25519. The key is public and for this machine alone: only
/// the local host makes the app believe it.
/// </summary>
internal static partial class GoHighLevelSigner
{
    /// <summary>What the app verifies it with: a SubjectPublicKeyInfo in Base64.</summary>
    public const string DemoPublicKey = "MCowBQYDK2VwAyEAwixlL2W6TVzrluzydSyaPhCIj2mcfkbh6b5DyBAuCkI=";

    private const string Library = "libcrypto";
    private const int EvpPkeyEd25519 = 1087;
    private const int KeyLength = 32;
    private const int SignatureLength = 64;

    private static readonly byte[] DemoSeed = Encoding.ASCII.GetBytes("plumbline-local-ghl-signing-key1");
    private static readonly byte[] SpkiPrefix = Convert.FromHexString("302a300506032b6570032100");

    static GoHighLevelSigner() => NativeLibrary.SetDllImportResolver(typeof(GoHighLevelSigner).Assembly, Load);

    /// <returns>The <c>X-GHL-Signature</c> header.</returns>
    public static string Sign(byte[] body) => Convert.ToBase64String(Sign(DemoSeed, body));

    /// <param name="seed">The private key as RFC 8032 writes it, 32 bytes.</param>
    internal static byte[] Sign(byte[] seed, byte[] message)
    {
        var key = NewKey(seed);
        var context = NewContext();
        try
        {
            var signature = new byte[SignatureLength];
            nuint length = SignatureLength;
            Check(DigestSignInit(context, 0, 0, 0, key) == 1 && DigestSign(context, signature, ref length, message, (nuint)message.Length) == 1);
            return signature;
        }
        finally
        {
            FreeContext(context);
            FreeKey(key);
        }
    }

    /// <summary>The public key of a seed, as <see cref="DemoPublicKey"/> is written.</summary>
    internal static string PublicKey(byte[] seed)
    {
        var key = NewKey(seed);
        try
        {
            var bytes = new byte[KeyLength];
            nuint length = KeyLength;
            Check(GetPublicKey(key, bytes, ref length) == 1);
            return Convert.ToBase64String([.. SpkiPrefix, .. bytes]);
        }
        finally
        {
            FreeKey(key);
        }
    }

    private static nint NewKey(byte[] seed)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(seed.Length, KeyLength);
        var key = NewPrivateKey(EvpPkeyEd25519, 0, seed, KeyLength);
        Check(key != 0);
        return key;
    }

    private static void Check(bool done)
    {
        if (!done) throw new InvalidOperationException("OpenSSL did not sign with Ed25519.");
    }

    private static nint Load(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library) return 0;
        foreach (var file in (string[])["libcrypto.so.3", "libcrypto.so.1.1"])
            if (NativeLibrary.TryLoad(file, out var handle)) return handle;
        throw new PlatformNotSupportedException("GoHighLevel's sample deliveries are signed with OpenSSL: libcrypto.so.3 or libcrypto.so.1.1 must be installed.");
    }

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_private_key")]
    private static partial nint NewPrivateKey(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_get_raw_public_key")]
    private static partial int GetPublicKey(nint key, Span<byte> bytes, ref nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_free")]
    private static partial void FreeKey(nint key);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_new")]
    private static partial nint NewContext();

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_free")]
    private static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSignInit")]
    private static partial int DigestSignInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSign")]
    private static partial int DigestSign(nint context, Span<byte> signature, ref nuint signatureLength, ReadOnlySpan<byte> message, nuint messageLength);
}
