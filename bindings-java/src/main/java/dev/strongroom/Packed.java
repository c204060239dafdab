package dev.strongroom;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values with a shape on their way to the core and back; {@code packed.rs} is the other side. */
final class Packed {
    private static final int FALSE = 0;
    private static final int TRUE = 1;
    private static final int NUMBER = 2;
    private static final int BYTES = 3;
    private static final int NUMBERS = 4;
    private static final int TEMPLATE = 5;
    private static final int SENSITIVE = 6;
    private static final int INVALID = 7;
    private static final int WORDS = 8;
    private static final int TEXT = 9;
    private static final int KEPT = 10;

    /** What an object does not show. */
    static final Object HIDDEN = new Object();

    private Packed() {}

    /** Puts things one behind the other. */
    static final class Writer {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        byte[] done() {
            return bytes.toByteArray();
        }

        Writer text(String text) {
            return bytes(text.getBytes(StandardCharsets.UTF_8));
        }

        Writer bytes(byte[] value) {
            try {
                out.writeInt(value.length);
                out.write(value);
                return this;
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }

        Writer fields(Map<String, Object> fields) {
            try {
                out.writeInt(fields.size());
                for (Map.Entry<String, Object> field : fields.entrySet()) {
                    text(field.getKey()).value(field.getValue());
                }
                return this;
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }

        Writer template(Attributes attributes) {
            try {
                out.writeInt(attributes.map().size());
                for (Map.Entry<Long, Object> attribute : attributes.map().entrySet()) {
                    out.writeLong(attribute.getKey());
                    value(attribute.getValue());
                }
                return this;
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }

        private void value(Object value) throws IOException {
            if (value instanceof Boolean truth) {
                out.writeByte(truth ? TRUE : FALSE);
            } else if (value instanceof Number number) {
                out.writeByte(NUMBER);
                out.writeLong(number.longValue());
            } else if (value instanceof String text) {
                out.writeByte(TEXT);
                text(text);
            } else if (value instanceof Confidential secret) {
                out.writeByte(KEPT);
                out.writeLong(secret.number);
            } else if (value instanceof byte[] array) {
                out.writeByte(BYTES);
                bytes(array);
            } else if (value instanceof long[] numbers) {
                out.writeByte(NUMBERS);
                out.writeInt(numbers.length);
                for (long number : numbers) {
                    out.writeLong(number);
                }
            } else if (value instanceof Attributes template) {
                out.writeByte(TEMPLATE);
                template(template);
            } else if (value instanceof Collection<?> words) {
                out.writeByte(WORDS);
                out.writeInt(words.size());
                for (Object word : words) {
                    text(word.toString());
                }
            } else {
                throw new IllegalArgumentException("no attribute has a value of " + value.getClass());
            }
        }
    }

    /** Takes things one after the other. */
    static final class Reader {
        private final DataInputStream in;

        Reader(byte[] packed) {
            in = new DataInputStream(new ByteArrayInputStream(packed));
        }

        int count() {
            try {
                return in.readInt();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }

        long number() {
            try {
                return in.readLong();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }

        byte[] bytes() {
            try {
                return in.readNBytes(in.readInt());
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }

        String text() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }

        /** A secret text; the array that it came in is wiped. */
        char[] secret() {
            byte[] array = bytes();
            char[] text = StandardCharsets.UTF_8.decode(java.nio.ByteBuffer.wrap(array)).toString().toCharArray();
            Arrays.fill(array, (byte) 0);
            return text;
        }

        Attributes template() {
            Attributes made = new Attributes();
            for (int left = count(); left > 0; left--) {
                long kind = number();
                Object value = answer();
                if (value != null) {
                    made = made.and(kind, value);
                }
            }
            return made;
        }

        /** A value, null where there is none, {@link #HIDDEN} where it is not shown. */
        @Nullable Object answer() {
            try {
                switch (in.readByte()) {
                    case FALSE:
                        return false;
                    case TRUE:
                        return true;
                    case NUMBER:
                        return in.readLong();
                    case BYTES:
                        return bytes();
                    case NUMBERS:
                        long[] numbers = new long[in.readInt()];
                        for (int at = 0; at < numbers.length; at++) {
                            numbers[at] = in.readLong();
                        }
                        return numbers;
                    case TEMPLATE:
                        return template();
                    case SENSITIVE:
                        return HIDDEN;
                    case INVALID:
                        return null;
                    default:
                        throw new IllegalStateException("a defect: what the core packed cannot be read");
                }
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
    }
}
