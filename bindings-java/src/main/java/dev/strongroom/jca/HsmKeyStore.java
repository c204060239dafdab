package dev.strongroom.jca;

import dev.strongroom.Attributes;
import dev.strongroom.Cka;
import dev.strongroom.HsmCertificate;
import dev.strongroom.HsmException;
import dev.strongroom.HsmObject;
import dev.strongroom.HsmPrivateKey;
import dev.strongroom.HsmPublicKey;
import dev.strongroom.HsmSecretKey;
import dev.strongroom.KeySpec;
import dev.strongroom.Query;
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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.List;
import javax.crypto.SecretKey;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;

/**
 * The objects of the token as a key store. What is stored is stored at once; {@code load} logs in, {@code store} does
 * nothing. Passwords of single entries mean nothing here. {@link Entries} says what an alias is.
 */
final class HsmKeyStore extends KeyStoreSpi {
    private static final int ID = 20;

    private final HsmProvider provider;
    private @Nullable Entries entries;

    HsmKeyStore(HsmProvider provider) {
        this.provider = provider;
    }

    private Entries entries() {
        if (entries == null) {
            entries = new Entries(provider.session(), provider.token().synthetic());
        }
        return entries;
    }

    /** The object of an entry. One that was not there the last time is looked for once more. */
    private @Nullable HsmObject object(String alias) {
        HsmObject found = entries().object(alias);
        if (found == null) {
            entries = null;
            found = entries().object(alias);
        }
        return found;
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
            entries = null;
            entries();
        } catch (LoginException error) {
            UnrecoverableKeyException cause = new UnrecoverableKeyException(error.getMessage());
            cause.initCause(error);
            throw new IOException("the login failed: " + error.getMessage(), cause);
        } catch (HsmException error) {
            throw new IOException(error.getMessage(), error);
        }
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
                throw new IOException("the login failed: " + error.getMessage(), error);
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

    @Override
    public void engineSetKeyEntry(String alias, Key key, char @Nullable [] password, Certificate @Nullable [] chain)
            throws KeyStoreException {
        try {
            Session session = provider.token().userSession();
            if (key instanceof PrivateKey privateKey) {
                setPrivate(session, alias, privateKey, chain);
            } else if (key instanceof SecretKey secret) {
                setSecret(session, alias, secret);
            } else {
                throw new KeyStoreException("a private or a secret key is wanted");
            }
            entries = null;
        } catch (HsmException | GeneralSecurityException error) {
            throw error instanceof KeyStoreException same ? same : new KeyStoreException(error.getMessage(), error);
        }
    }

    private void setPrivate(Session session, String alias, PrivateKey key, Certificate @Nullable [] chain)
            throws GeneralSecurityException {
        HsmObject there = object(alias);
        HsmPrivateKey kept = null;
        if (key instanceof TokenPrivateKey token) {
            // The same key with another chain stays where it is.
            kept = there instanceof HsmPrivateKey had && had.equals(token.key()) ? had : null;
        }
        if (kept == null && there != null) {
            delete(alias);
        }
        byte[] id;
        if (kept != null) {
            id = kept.id();
            if (id.length == 0) {
                id = id(kept.publicKey("der"));
                kept.set(new Attributes().with(Cka.CKA_ID, id));
            }
        } else if (key instanceof TokenPrivateKey token) {
            id = keep(session, alias, token);
        } else {
            if (chain == null || chain.length == 0) {
                throw new KeyStoreException("a private key from outside needs its certificate");
            }
            id = id(chain[0].getPublicKey().getEncoded());
            KeyPairs.inside(key, session, KeySpec.ofFile().label(alias).id(id).persist());
        }
        if (chain != null && chain.length > 0) {
            setChain(session, alias, id, chain);
        }
    }

    /** Makes a key of the token one that stays there, with a name. */
    private static byte[] keep(Session session, String alias, TokenPrivateKey key) throws GeneralSecurityException {
        byte[] info = key.publicKey().getEncoded();
        byte[] had = key.key().id();
        byte[] id = had.length > 0 ? had : id(info);
        Attributes names = new Attributes().with(Cka.CKA_LABEL, alias).with(Cka.CKA_ID, id);
        if (key.key().attributes(Cka.CKA_TOKEN).flag(Cka.CKA_TOKEN)) {
            key.key().set(names);
            return id;
        }
        key.key().copy(names.with(Cka.CKA_TOKEN, true));
        session.importKey(info, KeySpec.ofFile().label(alias).id(id).persist());
        return id;
    }

    private static void setChain(Session session, String alias, byte[] id, Certificate[] chain)
            throws CertificateEncodingException {
        for (HsmCertificate old : session.findAll(HsmCertificate.class, new Query().id(id))) {
            old.destroy();
        }
        for (int at = 0; at < chain.length; at++) {
            byte[] der = chain[at].getEncoded();
            if (at == 0) {
                session.importCertificate(der, alias, id, true);
            } else if (session.findAll(HsmCertificate.class, value(der)).isEmpty()) {
                // An issuer has no name, and so is no entry of its own.
                session.importCertificate(der, "", new byte[0], true);
            }
        }
    }

    private static Query value(byte[] der) {
        return Query.of(new Attributes().with(Cka.CKA_VALUE, der));
    }

    private void setSecret(Session session, String alias, SecretKey key) throws GeneralSecurityException {
        HsmObject there = object(alias);
        if (there != null && key instanceof TokenSecretKey token && there.equals(token.key())) {
            return;
        }
        if (there != null) {
            delete(alias);
        }
        if (!(key instanceof TokenSecretKey token)) {
            byte[] value = key.getEncoded();
            session.importKey(value, KeySpec.secret(SecretKeys.kind(key.getAlgorithm())).label(alias).persist());
            Arrays.fill(value, (byte) 0);
            return;
        }
        Attributes names = new Attributes().with(Cka.CKA_LABEL, alias);
        if (token.key().attributes(Cka.CKA_TOKEN).flag(Cka.CKA_TOKEN)) {
            token.key().set(names);
        } else {
            token.key().copy(names.with(Cka.CKA_TOKEN, true));
        }
    }

    /** The identifier of a key that has none: what its public key gives. */
    private static byte[] id(byte[] info) throws NoSuchAlgorithmException {
        return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(info), ID);
    }

    @Override
    public void engineSetKeyEntry(String alias, byte[] key, Certificate @Nullable [] chain) throws KeyStoreException {
        throw new KeyStoreException("a key is wanted, not its encryption");
    }

    @Override
    public void engineSetCertificateEntry(String alias, Certificate certificate) throws KeyStoreException {
        try {
            HsmObject there = object(alias);
            if (there != null && !(there instanceof HsmCertificate)) {
                throw new KeyStoreException(alias + " is a key");
            }
            if (there != null) {
                there.destroy();
            }
            Session session = provider.token().userSession();
            session.importCertificate(certificate.getEncoded(), alias, new byte[0], true);
            entries = null;
        } catch (HsmException | LoginException | CertificateException error) {
            throw new KeyStoreException(error.getMessage(), error);
        }
    }

    @Override
    public void engineDeleteEntry(String alias) throws KeyStoreException {
        try {
            provider.token().userSession();
            delete(alias);
            entries().remove(alias);
        } catch (HsmException | LoginException error) {
            throw new KeyStoreException(error.getMessage(), error);
        }
    }

    /** Destroys an entry: of a private key its public key and its certificates too. */
    private void delete(String alias) {
        HsmObject object = object(alias);
        if (object == null) {
            return;
        }
        byte[] id = object.id();
        if (object instanceof HsmPrivateKey && id.length > 0) {
            for (HsmPublicKey key : object.session().findAll(HsmPublicKey.class, new Query().id(id))) {
                key.destroy();
            }
            for (HsmCertificate one : object.session().findAll(HsmCertificate.class, new Query().id(id))) {
                one.destroy();
            }
        }
        object.destroy();
    }

    @Override
    public Enumeration<String> engineAliases() {
        entries = null;
        return Collections.enumeration(entries().aliases());
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
