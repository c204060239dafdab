package dev.strongroom.jca;

import dev.strongroom.HsmCertificate;
import dev.strongroom.HsmException;
import dev.strongroom.HsmObject;
import dev.strongroom.HsmPrivateKey;
import dev.strongroom.HsmSecretKey;
import dev.strongroom.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.KeyStoreSpi;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.List;
import javax.crypto.SecretKey;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;

/**
 * The objects of the token as a key store. What is stored is stored at once; {@code load} logs in, {@code store} does
 * nothing. Passwords of single entries mean nothing here. {@link Entries} says what an alias is, {@link Storing} how an entry
 * is stored.
 */
final class HsmKeyStore extends KeyStoreSpi {
    private final HsmProvider provider;
    private volatile @Nullable Entries entries;

    HsmKeyStore(HsmProvider provider) {
        this.provider = provider;
    }

    private Entries entries() {
        Entries known = entries;
        return known != null ? known : fresh();
    }

    /** What is there now. */
    private Entries fresh() {
        Entries found = new Entries(provider.session(), provider.token().synthetic());
        entries = found;
        return found;
    }

    /** The object of an entry. One that was not there the last time is looked for once more. */
    private @Nullable HsmObject object(String alias) {
        HsmObject found = entries().object(alias);
        return found != null ? found : fresh().object(alias);
    }

    private List<X509Certificate> chain(String alias) {
        return object(alias) == null ? List.of() : entries().chain(alias);
    }

    @Override
    public void engineLoad(@Nullable InputStream stream, char @Nullable [] pin) throws IOException {
        if (stream != null) {
            throw new IOException("the entries are in the token: load it from null");
        }
        try {
            if (pin != null) {
                provider.token().login(pin);
            } else {
                provider.token().session();
            }
            fresh();
        } catch (LoginException error) {
            throw failed(error);
        } catch (HsmException | ProviderException error) {
            throw error.getCause() instanceof LoginException login
                    ? failed(login)
                    : new IOException(error.getMessage(), error);
        }
    }

    /** That it was the PIN, and that another one may be tried, {@code KeyStore} says by its cause. */
    private static IOException failed(LoginException error) {
        Exception cause = error;
        if (error instanceof FailedLoginException) {
            cause = new UnrecoverableKeyException(error.getMessage());
            cause.initCause(error);
        }
        return new IOException("the login failed: " + error.getMessage(), cause);
    }

    @Override
    public void engineLoad(KeyStore.@Nullable LoadStoreParameter parameter) throws IOException {
        if (parameter == null || parameter.getProtectionParameter() == null) {
            engineLoad(null, null);
        } else if (parameter.getProtectionParameter() instanceof KeyStore.PasswordProtection password) {
            engineLoad(null, password.getPassword());
        } else if (parameter.getProtectionParameter() instanceof KeyStore.CallbackHandlerProtection asked) {
            CallbackHandler handler = asked.getCallbackHandler();
            try {
                provider.token().login(handler);
            } catch (LoginException error) {
                throw failed(error);
            }
            engineLoad(null, null);
        } else {
            throw new IOException("a PIN or a callback handler is wanted");
        }
    }

    @Override
    public void engineStore(@Nullable OutputStream stream, char @Nullable [] password) throws IOException {
        if (stream != null) {
            throw new IOException("the entries stay in the token: store it to null");
        }
    }

    @Override
    public void engineStore(KeyStore.@Nullable LoadStoreParameter parameter) {
        // Everything is stored already.
    }

    @Override
    public @Nullable Key engineGetKey(String alias, char @Nullable [] password) throws UnrecoverableKeyException {
        try {
            HsmObject object = object(alias);
            if (object instanceof HsmPrivateKey key) {
                return TokenPrivateKey.of(key);
            }
            return object instanceof HsmSecretKey key ? TokenSecretKey.of(key) : null;
        } catch (HsmException | InvalidKeyException error) {
            UnrecoverableKeyException failed = new UnrecoverableKeyException(error.getMessage());
            failed.initCause(error);
            throw failed;
        }
    }

    @Override
    public Certificate @Nullable [] engineGetCertificateChain(String alias) {
        if (!(object(alias) instanceof HsmPrivateKey)) {
            return null;
        }
        List<X509Certificate> chain = chain(alias);
        return chain.isEmpty() ? null : chain.toArray(new Certificate[0]);
    }

    @Override
    public @Nullable Certificate engineGetCertificate(String alias) {
        List<X509Certificate> chain = chain(alias);
        return chain.isEmpty() ? null : chain.get(0);
    }

    @Override
    public @Nullable Date engineGetCreationDate(String alias) {
        if (object(alias) == null) {
            return null;
        }
        // A token does not say when. It was there when its certificate began to be valid.
        return engineGetCertificate(alias) instanceof X509Certificate first ? first.getNotBefore() : new Date();
    }

    /** For the user, who is logged in for it and sees more then. */
    private Storing storing(String alias) throws LoginException {
        boolean before = provider.token().loggedIn();
        Session session = provider.token().userSession();
        if (!before) {
            fresh();
        }
        return new Storing(session, object(alias), alias);
    }

    @Override
    public void engineSetKeyEntry(String alias, Key key, char @Nullable [] password, Certificate @Nullable [] chain)
            throws KeyStoreException {
        try {
            Storing storing = storing(alias);
            if (key instanceof PrivateKey privateKey) {
                storing.put(privateKey, chain);
            } else if (key instanceof SecretKey secret) {
                storing.put(secret);
            } else {
                throw new KeyStoreException("a private or a secret key is wanted");
            }
            entries = null;
        } catch (HsmException | GeneralSecurityException error) {
            throw error instanceof KeyStoreException same ? same : new KeyStoreException(error.getMessage(), error);
        }
    }

    @Override
    public void engineSetKeyEntry(String alias, byte[] key, Certificate @Nullable [] chain) throws KeyStoreException {
        throw new KeyStoreException("a key is wanted, not its encryption");
    }

    @Override
    public void engineSetCertificateEntry(String alias, Certificate certificate) throws KeyStoreException {
        try {
            Storing storing = storing(alias);
            if (engineIsKeyEntry(alias)) {
                throw new KeyStoreException(alias + " is a key");
            }
            storing.put(certificate);
            entries = null;
        } catch (HsmException | GeneralSecurityException error) {
            throw error instanceof KeyStoreException same ? same : new KeyStoreException(error.getMessage(), error);
        }
    }

    @Override
    public void engineDeleteEntry(String alias) throws KeyStoreException {
        try {
            storing(alias).remove();
            entries().remove(alias);
        } catch (HsmException | LoginException error) {
            throw new KeyStoreException(error.getMessage(), error);
        }
    }

    @Override
    public Enumeration<String> engineAliases() {
        return Collections.enumeration(fresh().aliases());
    }

    @Override
    public boolean engineContainsAlias(String alias) {
        return object(alias) != null;
    }

    @Override
    public int engineSize() {
        return entries().aliases().size();
    }

    @Override
    public boolean engineIsKeyEntry(String alias) {
        HsmObject object = object(alias);
        return object != null && !(object instanceof HsmCertificate);
    }

    @Override
    public boolean engineIsCertificateEntry(String alias) {
        return object(alias) instanceof HsmCertificate;
    }

    @Override
    public @Nullable String engineGetCertificateAlias(Certificate certificate) {
        return entries().aliases().stream()
                .filter(alias -> certificate.equals(engineGetCertificate(alias)))
                .findFirst()
                .orElse(null);
    }

    @Override
    public boolean engineEntryInstanceOf(String alias, Class<? extends KeyStore.Entry> kind) {
        HsmObject object = object(alias);
        if (kind == KeyStore.PrivateKeyEntry.class) {
            return object instanceof HsmPrivateKey && !chain(alias).isEmpty();
        }
        if (kind == KeyStore.SecretKeyEntry.class) {
            return object instanceof HsmSecretKey;
        }
        return kind == KeyStore.TrustedCertificateEntry.class && object instanceof HsmCertificate;
    }

    @Override
    public KeyStore.@Nullable Entry engineGetEntry(String alias, KeyStore.@Nullable ProtectionParameter protection)
            throws UnrecoverableKeyException {
        Key key = engineGetKey(alias, null);
        if (key instanceof PrivateKey privateKey) {
            Certificate[] chain = engineGetCertificateChain(alias);
            if (chain == null) {
                throw new UnrecoverableKeyException(alias + " has no certificate: getKey gives the key alone");
            }
            return new KeyStore.PrivateKeyEntry(privateKey, chain, java.util.Set.of());
        }
        if (key != null) {
            return new KeyStore.SecretKeyEntry((SecretKey) key);
        }
        Certificate certificate = engineGetCertificate(alias);
        return certificate == null ? null : new KeyStore.TrustedCertificateEntry(certificate);
    }
}
