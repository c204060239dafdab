package dev.strongroom.tests;

import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.KeyStoreSpi;
import java.security.Provider;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;

/** A key store that has one entry of another, so that a test knows which key is used. */
final class Only extends KeyStore {
    private Only(KeyStoreSpi spi, Provider provider) {
        super(spi, provider, "Only");
    }

    static KeyStore of(KeyStore store, String alias) throws Exception {
        KeyStore only = new Only(new Spi(store, alias), store.getProvider());
        only.load(null, null);
        return only;
    }

    private static final class Spi extends KeyStoreSpi {
        private final KeyStore store;
        private final String alias;

        Spi(KeyStore store, String alias) {
            this.store = store;
            this.alias = alias;
        }

        private interface Call<T> {
            T call() throws Exception;
        }

        private static <T> T of(Call<T> call) {
            try {
                return call.call();
            } catch (Exception error) {
                throw new IllegalStateException(error);
            }
        }

        @Override
        public Key engineGetKey(String name, char[] password) {
            return of(() -> store.getKey(name, password));
        }

        @Override
        public KeyStore.Entry engineGetEntry(String name, KeyStore.ProtectionParameter protection) {
            return of(() -> store.getEntry(name, null));
        }

        @Override
        public Certificate[] engineGetCertificateChain(String name) {
            return of(() -> store.getCertificateChain(name));
        }

        @Override
        public Certificate engineGetCertificate(String name) {
            return of(() -> store.getCertificate(name));
        }

        @Override
        public Date engineGetCreationDate(String name) {
            return of(() -> store.getCreationDate(name));
        }

        @Override
        public void engineSetKeyEntry(String name, Key key, char[] password, Certificate[] chain) throws KeyStoreException {
            throw new KeyStoreException();
        }

        @Override
        public void engineSetKeyEntry(String name, byte[] key, Certificate[] chain) throws KeyStoreException {
            throw new KeyStoreException();
        }

        @Override
        public void engineSetCertificateEntry(String name, Certificate certificate) throws KeyStoreException {
            throw new KeyStoreException();
        }

        @Override
        public void engineDeleteEntry(String name) throws KeyStoreException {
            throw new KeyStoreException();
        }

        @Override
        public Enumeration<String> engineAliases() {
            return Collections.enumeration(Collections.singleton(alias));
        }

        @Override
        public boolean engineContainsAlias(String name) {
            return name.equals(alias);
        }

        @Override
        public int engineSize() {
            return 1;
        }

        @Override
        public boolean engineIsKeyEntry(String name) {
            return name.equals(alias);
        }

        @Override
        public boolean engineIsCertificateEntry(String name) {
            return false;
        }

        @Override
        public String engineGetCertificateAlias(Certificate certificate) {
            return null;
        }

        @Override
        public void engineStore(java.io.OutputStream stream, char[] password) {}

        @Override
        public void engineLoad(java.io.InputStream stream, char[] password) {}
    }
}
