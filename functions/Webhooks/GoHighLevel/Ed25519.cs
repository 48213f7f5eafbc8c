using System.Reflection;
using System.Runtime.InteropServices;

namespace Plumbline.Webhooks.GoHighLevel;

/// <summary>Verifies Ed25519 signatures (RFC 8032) with OpenSSL, which .NET itself uses on Linux without passing this on.</summary>
public static partial class Ed25519
{
    public const int KeyLength = 32;
    public const int SignatureLength = 64;

    private const string Library = "libcrypto";
    private const int EvpPkeyEd25519 = 1087;

    // SubjectPublicKeyInfo: this, and the 32 bytes of the key (RFC 8410).
    private static readonly byte[] SpkiPrefix = Convert.FromHexString("302a300506032b6570032100");

    // Under these a signature can be made without any private key; the sign bit is left out.
    private static readonly byte[][] SmallOrder =
    [
        .. ((string[])[
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        ]).Select(Convert.FromHexString),
    ];

    static Ed25519() => NativeLibrary.SetDllImportResolver(typeof(Ed25519).Assembly, Load);

    /// <summary>The key in a SubjectPublicKeyInfo in Base64, as HighLevel publishes its own.</summary>
    /// <returns>Null when it is none, or one under which anybody could sign.</returns>
    public static byte[]? ReadPublicKey(string base64)
    {
        var spki = new byte[SpkiPrefix.Length + KeyLength];
        return Convert.TryFromBase64String(base64, spki, out var length)
            && length == spki.Length
            && spki.AsSpan().StartsWith(SpkiPrefix)
            && spki[SpkiPrefix.Length..] is var key
            && !IsSmallOrder(key)
                ? key
                : null;
    }

    /// <exception cref="PlatformNotSupportedException">There is no OpenSSL here.</exception>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != KeyLength || signature.Length != SignatureLength || IsSmallOrder(publicKey))
        {
            return false;
        }

        try
        {
            using var key = NewPublicKey(EvpPkeyEd25519, 0, publicKey, KeyLength);
            using var context = NewContext();
            return !context.IsInvalid
                && !key.IsInvalid
                && DigestVerifyInit(context, 0, 0, 0, key) == 1
                && DigestVerify(context, signature, SignatureLength, message, (nuint)message.Length) == 1;
        }
        finally
        {
            // What OpenSSL notes of a failure stays with the thread, and whoever uses it next would read it as theirs.
            ClearErrors();
        }
    }

    private static bool IsSmallOrder(ReadOnlySpan<byte> key)
    {
        Span<byte> unsigned = stackalloc byte[KeyLength];
        key.CopyTo(unsigned);
        unsigned[^1] &= 0x7f;
        foreach (var point in SmallOrder)
        {
            if (unsigned.SequenceEqual(point))
            {
                return true;
            }
        }

        return false;
    }

    private static nint Load(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library)
        {
            return 0;
        }

        foreach (var file in (string[])["libcrypto.so.3", "libcrypto.so.1.1"])
        {
            if (OperatingSystem.IsLinux() && NativeLibrary.TryLoad(file, out var handle))
            {
                return handle;
            }
        }

        throw new PlatformNotSupportedException(
            "GoHighLevel's signatures are verified with OpenSSL on Linux: libcrypto.so.3 or libcrypto.so.1.1 must be installed.");
    }

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_public_key")]
    private static partial KeyHandle NewPublicKey(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_free")]
    private static partial void FreeKey(nint key);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_new")]
    private static partial ContextHandle NewContext();

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_free")]
    private static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerifyInit")]
    private static partial int DigestVerifyInit(ContextHandle context, nint keyContext, nint digest, nint engine, KeyHandle key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerify")]
    private static partial int DigestVerify(
        ContextHandle context, ReadOnlySpan<byte> signature, nuint signatureLength, ReadOnlySpan<byte> message, nuint messageLength);

    [LibraryImport(Library, EntryPoint = "ERR_clear_error")]
    private static partial void ClearErrors();

    private sealed class KeyHandle() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            FreeKey(handle);
            return true;
        }
    }

    private sealed class ContextHandle() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            FreeContext(handle);
            return true;
        }
    }
}
