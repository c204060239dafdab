package dev.strongroom.jca;

import dev.strongroom.HsmPrivateKey;
import dev.strongroom.HsmSecretKey;
import dev.strongroom.Session;
import java.security.AuthProvider;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Provider;
import javax.crypto.SecretKey;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;

/**
 * The provider {@code Strongroom}. As it is, it is of the only token of the instance that the environment names; {@link
 * #configure} gives another, of which there may be any number side by side.
 *
 * <p>The argument of {@code configure} is a URL, the name of a properties file, or its lines with {@code ;} between them:
 *
 * <pre>{@code
 * url = file:///srv/hsm              # or strongroom://host:port?bundle=/path, pkcs11:?module-path=/path
 * token = payments-0                 # the token's label, where the instance has several
 * name = Payments                    # the provider is called Strongroom-Payments
 * synthetic-certificates = true      # key stores show a private key without a certificate with one of its own
 * }</pre>
 *
 * <p>The PIN comes from {@link java.security.KeyStore#load}, from {@link #login}, or from the handler of {@link
 * #setCallbackHandler} as soon as it is needed.
 */
public final class HsmProvider extends AuthProvider {
    private static final long serialVersionUID = 1;
    private static final String NAME = "Strongroom";
    private static final String VERSION = "0.1";

    @SuppressWarnings("serial") // A provider is written as its properties only.
    private final transient Token token;
    private final transient boolean configured;

    /** The provider of the instance that the environment names. */
    public HsmProvider() {
        this(new Configuration(null, null, null, false), false);
    }

    private HsmProvider(Configuration configuration, boolean configured) {
        super(
                configuration.name() == null ? NAME : NAME + "-" + configuration.name(),
                VERSION,
                "Strongroom: keys in a hardware security module in software");
        this.token = new Token(configuration);
        this.configured = configured;
        Services.register(this, this::putService);
    }

    /**
     * A provider that is configured so.
     *
     * @param argument a URL, a file, or what would stand in it
     * @return another provider
     * @throws java.security.InvalidParameterException for what is wrong with it
     */
    @Override
    public Provider configure(String argument) {
        return new HsmProvider(Configuration.of(argument), true);
    }

    @Override
    public boolean isConfigured() {
        return configured || System.getenv("STRONGROOM_URL") != null;
    }

    /**
     * Logs in, with the PIN that a handler gives to a {@code PasswordCallback}.
     *
     * @param subject not used
     * @param handler who gives the PIN; null for the one of {@link #setCallbackHandler}
     * @throws LoginException when the PIN is wrong, or nobody gives one
     */
    @Override
    public void login(@Nullable Subject subject, @Nullable CallbackHandler handler) throws LoginException {
        token.login(handler);
    }

    /** Logs out: keys that were found before are of no use any more. */
    @Override
    public void logout() {
        token.logout();
    }

    @Override
    public void setCallbackHandler(@Nullable CallbackHandler handler) {
        token.handler(handler);
    }

    /**
     * The session that everything of this provider is done in.
     *
     * @return the session; of nobody, where nobody is logged in and no handler gives a PIN
     */
    public Session session() {
        return token.session();
    }

    /**
     * A private key of a token as Java has private keys.
     *
     * @param key the key
     * @return the same key
     * @throws InvalidKeyException for a kind that Java has no name for
     */
    public static PrivateKey privateKey(HsmPrivateKey key) throws InvalidKeyException {
        return TokenPrivateKey.of(key);
    }

    /**
     * A secret key of a token as Java has secret keys.
     *
     * @param key the key
     * @return the same key
     * @throws InvalidKeyException for a kind that Java has no name for
     */
    public static SecretKey secretKey(HsmSecretKey key) throws InvalidKeyException {
        return TokenSecretKey.of(key);
    }

    Token token() {
        return token;
    }

    /**
     * A provider is not to be written.
     *
     * @return nothing
     * @throws java.io.NotSerializableException always
     */
    private Object writeReplace() throws java.io.NotSerializableException {
        throw new java.io.NotSerializableException(getClass().getName());
    }
}
