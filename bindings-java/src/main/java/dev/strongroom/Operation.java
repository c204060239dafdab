package dev.strongroom;

/**
 * An operation on data that comes in parts. It has one session of the token for itself until it has ended; when it is
 * closed before, it is cancelled. After a failure it has ended.
 */
public abstract sealed class Operation extends Held implements AutoCloseable
        permits Transformation, Intake {
    private final Session session;

    Operation(Session session, long number) {
        super(number, session.near);
        this.session = session;
    }

    byte[] next(byte[] part) {
        return Calls.computing(this, () -> Native.update(number, part));
    }

    byte[] last() {
        return Calls.computing(this, () -> session.asking(() -> Native.finish(number)));
    }

    boolean last(byte[] signature) {
        return Calls.computing(this, () -> session.asking(() -> Native.finishVerify(number, signature)));
    }

    /** Ends it without a result, unless it has ended. */
    @Override
    public void close() {
        Calls.waiting(this, () -> Native.close(number));
    }
}
