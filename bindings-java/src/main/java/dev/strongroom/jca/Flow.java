package dev.strongroom.jca;

import dev.strongroom.Intake;
import java.security.GeneralSecurityException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Data on its way into the token: gathered for one call, or, where it is much, given to an operation in parts.
 *
 * @param <S> the operation
 */
final class Flow<S extends Intake> {
    /** From how many bytes on there are parts. */
    private static final int MUCH = 64 * 1024;

    private final Gathered data;
    private @Nullable S begun;

    Flow() {
        this(new Gathered());
    }

    private Flow(Gathered data) {
        this.data = data;
    }

    /** Begins the operation. */
    interface Begin<S> {
        S begin() throws GeneralSecurityException;
    }

    /** Gathers more, whatever it is. */
    void add(byte[] bytes, int from, int length) {
        data.add(bytes, from, length);
    }

    /** Takes more, and begins the operation where it has become much. */
    void add(byte[] bytes, int from, int length, Begin<? extends S> begin) throws GeneralSecurityException {
        data.add(bytes, from, length);
        if (data.size() >= MUCH) {
            if (begun == null) {
                begun = begin.begin();
            }
            begun.update(data.take());
        }
    }

    /** The result: that of one call with all of the data, or of the operation that has the rest of it now. */
    <T> T end(Function<byte[], T> once, Function<S, T> finish) {
        try {
            S operation = begun;
            if (operation == null) {
                return once.apply(data.take());
            }
            operation.update(data.take());
            return finish.apply(operation);
        } finally {
            clear();
        }
    }

    void clear() {
        data.clear();
        if (begun != null) {
            begun.close();
            begun = null;
        }
    }

    /** The same data once more. What the token has begun to work on is there once. */
    Flow<S> copy() throws CloneNotSupportedException {
        if (begun != null) {
            throw new CloneNotSupportedException("the token has begun to work on it");
        }
        return new Flow<>(data.clone());
    }
}
