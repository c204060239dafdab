package dev.strongroom;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** An encryption in parts. */
public final class Encryptor extends Transformation {
    Encryptor(Session session, long number) {
        super(session, number);
    }

    OutputStream to(OutputStream sink) {
        return new FilterOutputStream(sink) {
            private boolean closed;

            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one});
            }

            @Override
            public void write(byte[] data, int from, int length) throws IOException {
                out.write(update(Arrays.copyOfRange(data, from, from + length)));
            }

            @Override
            public void close() throws IOException {
                if (closed) {
                    return;
                }
                closed = true;
                try (OutputStream end = out) {
                    end.write(finish());
                }
            }
        };
    }
}
