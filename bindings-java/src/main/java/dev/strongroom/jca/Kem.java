package dev.strongroom.jca;

import dev.strongroom.Cka;
import dev.strongroom.Encapsulated;
import dev.strongroom.HsmException;
import dev.strongroom.HsmPublicKey;
import dev.strongroom.HsmSecretKey;
import dev.strongroom.KeySpec;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.security.PublicKey;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Key encapsulation. Java has its interface since version 21, and this is compiled for 17; so what it wants is made when
 * it is asked for. A whole secret that becomes a key of a kind that the token has stays there.
 */
final class Kem {
    private static final String SPI = "javax.crypto.KEMSpi";
    /** Bytes of a secret of ML-KEM (FIPS 203). */
    private static final int SECRET = 32;

    private Kem() {}

    /** Whether this Java has it. */
    static boolean there() {
        try {
            Class.forName(SPI);
            return true;
        } catch (ClassNotFoundException older) {
            return false;
        }
    }

    /** What Java's {@code KEM} calls, for a provider. */
    static Object spi(HsmProvider provider, Kinds kinds) throws NoSuchAlgorithmException {
        return proxy(SPI, (self, method, given) -> {
            if (given[1] != null) {
                throw new InvalidAlgorithmParameterException("ML-KEM has no parameters");
            }
            return method.getName().equals("engineNewEncapsulator")
                    ? encapsulator(provider, kinds, (PublicKey) given[0])
                    : decapsulator(kinds, (Key) given[0]);
        });
    }

    private static Object proxy(String name, InvocationHandler calls) throws NoSuchAlgorithmException {
        try {
            InvocationHandler all = (self, method, given) -> method.getDeclaringClass() == Object.class
                    ? ofObject(self, method.getName(), given)
                    : calls.invoke(self, method, given);
            return Proxy.newProxyInstance(Kem.class.getClassLoader(), new Class<?>[] {Class.forName(name)}, all);
        } catch (ClassNotFoundException older) {
            throw new NoSuchAlgorithmException("this Java has no key encapsulation", older);
        }
    }

    /** What every object has. */
    private static Object ofObject(Object self, String method, Object @Nullable [] given) {
        return switch (method) {
            case "equals" -> given != null && self == given[0];
            case "hashCode" -> System.identityHashCode(self);
            default -> "ML-KEM of Strongroom";
        };
    }

    private static int ciphertext(String encoded) {
        return switch (encoded) {
            case "ml-kem:512" -> 768;
            case "ml-kem:1024" -> 1568;
            default -> 1088;
        };
    }

    private static Object encapsulator(HsmProvider provider, Kinds kinds, @Nullable PublicKey key)
            throws GeneralSecurityException {
        if (!kinds.has(key)) {
            throw new InvalidKeyException(kinds.refusal(key));
        }
        HsmPublicKey first = PublicKeys.inside(key, provider.session());
        String kind = first.kind().orElse("");
        first.destroy();
        if (!kinds.kinds().matcher(kind).matches()) {
            throw new InvalidKeyException("a public key of another set is wanted than of " + kind);
        }
        return proxy(SPI + "$EncapsulatorSpi", (self, method, given) -> switch (method.getName()) {
            case "engineSecretSize" -> SECRET;
            case "engineEncapsulationSize" -> ciphertext(kind);
            default -> {
                HsmPublicKey inside = PublicKeys.inside(key, provider.session());
                try {
                    String algorithm = (String) given[2];
                    Encapsulated made = inside.encapsulate(spec(algorithm, (int) given[0], (int) given[1]));
                    SecretKey secret = part(made.key(), (int) given[0], (int) given[1], algorithm);
                    Constructor<?> of = Class.forName("javax.crypto.KEM$Encapsulated")
                            .getConstructor(SecretKey.class, byte[].class, byte[].class);
                    yield of.newInstance(secret, made.ciphertext(), null);
                } catch (HsmException error) {
                    throw new ProviderException(error.getMessage(), error);
                } finally {
                    inside.destroy();
                }
            }
        });
    }

    private static Object decapsulator(Kinds kinds, @Nullable Key key) throws GeneralSecurityException {
        if (!(key instanceof TokenPrivateKey token) || !kinds.has(token)) {
            throw new InvalidKeyException(kinds.refusal(key) + "; private keys are of a token here");
        }
        return proxy(SPI + "$DecapsulatorSpi", (self, method, given) -> switch (method.getName()) {
            case "engineSecretSize" -> SECRET;
            case "engineEncapsulationSize" -> ciphertext(token.kind());
            default -> {
                try {
                    String algorithm = (String) given[3];
                    HsmSecretKey made = token.key().decapsulate((byte[]) given[0], spec(algorithm, (int) given[1], (int) given[2]));
                    yield part(made, (int) given[1], (int) given[2], algorithm);
                } catch (HsmException error) {
                    throw failed(error);
                }
            }
        });
    }

    private static Exception failed(HsmException error) throws ReflectiveOperationException {
        return (Exception) Class.forName("javax.crypto.DecapsulateException")
                .getConstructor(String.class, Throwable.class)
                .newInstance(error.getMessage(), error);
    }

    /** Whether what is made is a key that can stay in the token: all of a secret, of a kind that the token has. */
    private static boolean stays(String algorithm, int from, int to) {
        return (algorithm.equals("AES") || algorithm.equals("Generic")) && from == 0 && to == SECRET;
    }

    private static KeySpec.Secret spec(String algorithm, int from, int to) {
        if (stays(algorithm, from, to)) {
            return algorithm.equals("AES") ? KeySpec.aes(256) : KeySpec.generic(SECRET);
        }
        return KeySpec.generic(SECRET).sensitive(false).extractable(true);
    }

    private static SecretKey part(HsmSecretKey made, int from, int to, String algorithm) throws InvalidKeyException {
        if (stays(algorithm, from, to)) {
            return TokenSecretKey.of(made);
        }
        byte[] value = made.attributes(Cka.CKA_VALUE).bytes(Cka.CKA_VALUE);
        made.destroy();
        try {
            return new SecretKeySpec(value, from, to - from, algorithm);
        } finally {
            Arrays.fill(value, (byte) 0);
        }
    }
}
