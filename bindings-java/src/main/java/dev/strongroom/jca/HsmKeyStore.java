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
import dev.strongroom.Slot;
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
import java.security.ProviderException;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
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
 * nothing. Passwords of single entries mean nothing here. {@link Entries} says what an alias is.
 */
final class HsmKeyStore extends KeyStoreSpi {
    private static final int ID = 20;

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
        byte[] id;
        if (key instanceof TokenPrivateKey token) {
            ours(token);
            // The same key with another chain stays where it is.
            if (there instanceof HsmPrivateKey kept && same(kept, token.key())) {
                id = identified(kept);
            } else {
                id = replaced(there, () -> keep(session, alias, token));
            }
        } else {
            if (chain == null || chain.length == 0) {
                throw new KeyStoreException("a private key from outside needs its certificate");
            }
            byte[] made = id(chain[0].getPublicKey().getEncoded());
            KeySpec.Pair spec = KeySpec.ofFile().label(alias).id(made).persist();
            id = replaced(there, () -> {
                KeyPairs.inside(key, session, spec);
                return made;
            });
        }
        if (chain != null && chain.length > 0) {
            setChain(session, alias, id, chain);
        }
    }

    /** A key of this token; one of another cannot come here. */
    private void ours(TokenKey key) throws KeyStoreException {
        Slot slot = key.key().session().slot();
        if (slot != provider.token().slot() && !slot.token().serial().equals(provider.token().slot().token().serial())) {
            throw new KeyStoreException("it is a key of another token");
        }
    }

    /** Whether two are the same in the token, also where they were found in different sessions. */
    private static boolean same(HsmObject one, HsmObject other) throws KeyStoreException {
        if (one.session() == other.session()) {
            return one.equals(other);
        }
        if (!other.attributes(Cka.CKA_TOKEN).flag(Cka.CKA_TOKEN)) {
            return false;
        }
        byte[] unique = one.attributes(Cka.CKA_UNIQUE_ID).bytes(Cka.CKA_UNIQUE_ID);
        if (unique.length == 0) {
            throw new KeyStoreException("the token does not say whether they are the same: get the key from this key store");
        }
        return Arrays.equals(unique, other.attributes(Cka.CKA_UNIQUE_ID).bytes(Cka.CKA_UNIQUE_ID));
    }

    /** Puts something new in the place of an entry, which goes when the other is there, and stays where that fails. */
    private static <T> T replaced(@Nullable HsmObject there, Put<T> put) throws GeneralSecurityException {
        List<HsmObject> old = there == null ? List.of() : belongings(there);
        T made = put.put();
        old.forEach(HsmObject::destroy);
        return made;
    }

    /** What makes an entry. */
    private interface Put<T> {
        T put() throws GeneralSecurityException;
    }

    /** The identifier of a key that stays; one that has none gets one. */
    private static byte[] identified(HsmPrivateKey key) throws NoSuchAlgorithmException {
        byte[] id = key.id();
        if (id.length == 0) {
            id = id(key.publicKey("der"));
            key.set(new Attributes().with(Cka.CKA_ID, id));
        }
        return id;
    }

    /** Makes a key of the token one that stays there, with a name. */
    private static byte[] keep(Session session, String alias, TokenPrivateKey key) throws GeneralSecurityException {
        byte[] info = key.publicKey().getEncoded();
        byte[] had = key.key().id();
        byte[] id = had.length > 0 ? had : id(info);
        if (!named(key.key(), new Attributes().with(Cka.CKA_LABEL, alias).with(Cka.CKA_ID, id))) {
            session.importKey(info, KeySpec.ofFile().label(alias).id(id).persist());
        }
        return id;
    }

    /** Gives a key names, and has it stay: whether it stayed before. */
    private static boolean named(HsmObject key, Attributes names) {
        boolean stays = key.attributes(Cka.CKA_TOKEN).flag(Cka.CKA_TOKEN);
        if (stays) {
            key.set(names);
        } else {
            key.copy(names.with(Cka.CKA_TOKEN, true));
        }
        return stays;
    }

    private static void setChain(Session session, String alias, byte[] id, Certificate[] chain)
            throws CertificateEncodingException {
        List<HsmCertificate> old = session.findAll(HsmCertificate.class, new Query().id(id));
        for (int at = 0; at < chain.length; at++) {
            byte[] der = chain[at].getEncoded();
            if (at == 0) {
                session.importCertificate(der, alias, id, true);
                continue;
            }
            List<HsmCertificate> known = session.findAll(HsmCertificate.class, value(der));
            known.removeAll(old);
            if (known.isEmpty()) {
                // An issuer has no name, and so is no entry of its own.
                session.importCertificate(der, "", new byte[0], true);
            }
        }
        old.forEach(HsmObject::destroy);
    }

    private static Query value(byte[] der) {
        return Query.of(new Attributes().with(Cka.CKA_VALUE, der));
    }

    private void setSecret(Session session, String alias, SecretKey key) throws GeneralSecurityException {
        HsmObject there = object(alias);
        if (!(key instanceof TokenSecretKey token)) {
            KeySpec.Secret spec = KeySpec.secret(SecretKeys.kind(key.getAlgorithm())).label(alias).persist();
            replaced(there, () -> Borrowed.copied(key, session, spec));
            return;
        }
        ours(token);
        if (there == null || !same(there, token.key())) {
            replaced(there, () -> named(token.key(), new Attributes().with(Cka.CKA_LABEL, alias)));
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
            Session session = provider.token().userSession();
            byte[] der = certificate.getEncoded();
            replaced(there, () -> session.importCertificate(der, alias, new byte[0], true));
            entries = null;
        } catch (HsmException | GeneralSecurityException error) {
            throw error instanceof KeyStoreException same ? same : new KeyStoreException(error.getMessage(), error);
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

    private void delete(String alias) {
        HsmObject object = object(alias);
        if (object != null) {
            belongings(object).forEach(HsmObject::destroy);
        }
    }

    /** The objects of an entry: of a private key its public key and its certificates too. */
    private static List<HsmObject> belongings(HsmObject entry) {
        List<HsmObject> all = new ArrayList<>();
        byte[] id = entry.id();
        if (entry instanceof HsmPrivateKey && id.length > 0) {
            all.addAll(entry.session().findAll(HsmPublicKey.class, new Query().id(id)));
            all.addAll(entry.session().findAll(HsmCertificate.class, new Query().id(id)));
        }
        all.add(entry);
        return all;
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
