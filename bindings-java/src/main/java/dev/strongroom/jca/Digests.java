package dev.strongroom.jca;

import dev.strongroom.Digester;
import dev.strongroom.Mechanism;
import java.security.MessageDigestSpi;
import java.security.SecureRandomSpi;

/** Digests and random bytes of the token. */
final class Digests {
    private Digests() {}

    /** A digest. */
    static final class Digest extends MessageDigestSpi implements Cloneable {
        private final HsmProvider provider;
        private final Mechanism mechanism;
        private final int length;
        private final Flow<Digester> data;

        Digest(HsmProvider provider, Mechanism mechanism, int length) {
            this(provider, mechanism, length, new Flow<>());
        }

        private Digest(HsmProvider provider, Mechanism mechanism, int length, Flow<Digester> data) {
            this.provider = provider;
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
            Unexpected.in(() -> data.add(bytes, from, count, () -> provider.session().digester(mechanism)));
        }

        @Override
        protected byte[] engineDigest() {
            return Unexpected.in(
                    () -> data.end(all -> provider.session().digest(mechanism, all), Digester::finish));
        }

        @Override
        protected void engineReset() {
            data.clear();
        }

        @Override
        public Object clone() throws CloneNotSupportedException {
            return new Digest(provider, mechanism, length, data.copy());
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
            byte[] made = Unexpected.in(() -> provider.session().random(out.length));
            System.arraycopy(made, 0, out, 0, out.length);
        }

        @Override
        protected byte[] engineGenerateSeed(int count) {
            return Unexpected.in(() -> provider.session().random(count));
        }
    }
}
