package dev.strongroom.jca;

import dev.strongroom.Digester;
import dev.strongroom.HsmException;
import dev.strongroom.Mechanism;
import java.security.MessageDigestSpi;
import java.security.ProviderException;
import java.security.SecureRandomSpi;
import org.jspecify.annotations.Nullable;

/** Digests and random bytes of the token. */
final class Digests {
    private static final int MUCH = 64 * 1024;

    private Digests() {}

    /** A digest. */
    static final class Digest extends MessageDigestSpi implements Cloneable {
        private final HsmProvider provider;
        private final String hash;
        private final Mechanism mechanism;
        private final int length;
        private final Gathered data;
        private @Nullable Digester digester;

        Digest(HsmProvider provider, String hash, Mechanism mechanism, int length) {
            this(provider, hash, mechanism, length, new Gathered());
        }

        private Digest(HsmProvider provider, String hash, Mechanism mechanism, int length, Gathered data) {
            this.provider = provider;
            this.hash = hash;
            this.mechanism = mechanism;
            this.length = length;
            this.data = data;
        }

        @Override
        protected int engineGetDigestLength() {
            return length;
        }

        @Override
        protected void engineUpdate(byte one) {
            engineUpdate(new byte[] {one}, 0, 1);
        }

        @Override
        protected void engineUpdate(byte[] bytes, int from, int count) {
            data.add(bytes, from, count);
            if (data.size() >= MUCH) {
                try {
                    if (digester == null) {
                        digester = provider.session().digester(hash);
                    }
                    digester.update(data.take());
                } catch (HsmException error) {
                    throw new ProviderException(error.getMessage(), error);
                }
            }
        }

        @Override
        protected byte[] engineDigest() {
            try {
                if (digester == null) {
                    return provider.session().digest(mechanism, data.take());
                }
                digester.update(data.take());
                return digester.finish();
            } catch (HsmException error) {
                throw new ProviderException(error.getMessage(), error);
            } finally {
                engineReset();
            }
        }

        @Override
        protected void engineReset() {
            data.clear();
            if (digester != null) {
                digester.close();
                digester = null;
            }
        }

        /** Of data that was gathered only; what the token has begun to digest is there once. */
        @Override
        public Object clone() throws CloneNotSupportedException {
            if (digester != null) {
                throw new CloneNotSupportedException("the token has begun to digest it");
            }
            return new Digest(provider, hash, mechanism, length, data.clone());
        }
    }

    /** Random bytes. */
    static final class Random extends SecureRandomSpi {
        private static final long serialVersionUID = 1;

        private final transient HsmProvider provider;

        Random(HsmProvider provider) {
            this.provider = provider;
        }

        @Override
        protected void engineSetSeed(byte[] seed) {
            // The token has its own.
        }

        @Override
        protected void engineNextBytes(byte[] out) {
            byte[] made = provider.session().random(out.length);
            System.arraycopy(made, 0, out, 0, out.length);
        }

        @Override
        protected byte[] engineGenerateSeed(int count) {
            return provider.session().random(count);
        }
    }
}
