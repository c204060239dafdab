package dev.strongroom;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A decryption in parts. Nothing of AES-GCM, AES-CCM or ChaCha20-Poly1305 comes out before the tag was checked. */
public final class Decryptor extends Transformation {
    Decryptor(Session session, long number) {
        super(session, number);
    }

    InputStream from(InputStream source) {
        return new InputStream() {
            private byte[] ready = {};
            private int at;
            private boolean ended;

            /** Whether there is something to be read. */
            private boolean filled() throws IOException {
                while (at == ready.length && !ended) {
                    byte[] part = source.readNBytes(CHUNK);
                    ended = part.length < CHUNK;
                    at = 0;
                    ready = update(part);
                    if (ended) {
                        byte[] rest = finish();
                        int had = ready.length;
                        ready = Arrays.copyOf(ready, had + rest.length);
                        System.arraycopy(rest, 0, ready, had, rest.length);
                    }
                }
                return at < ready.length;
            }

            @Override
            public int read() throws IOException {
                return filled() ? ready[at++] & 0xff : -1;
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                java.util.Objects.checkFromIndexSize(from, length, into.length);
                if (length == 0) {
                    return 0;
                }
                if (!filled()) {
                    return -1;
                }
                int some = Math.min(length, ready.length - at);
                System.arraycopy(ready, at, into, from, some);
                at += some;
                return some;
            }

            @Override
            public void close() throws IOException {
                try (source) {
                    Decryptor.this.close();
                }
            }
        };
    }

    /** How many bytes are decrypted at a time. */
    private static final int CHUNK = 16 * 1024;
}
