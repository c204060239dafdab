package dev.strongroom.jca;

import dev.strongroom.HsmException;
import dev.strongroom.HsmObject;
import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;

/**
 * What the token has of a key from outside while somebody uses it. It goes with its session, and is destroyed before: when
 * another takes its place, or when who used it is gone.
 */
final class Copy implements Runnable {
    private static final Cleaner CLEANER = Cleaner.create();

    private @Nullable HsmObject object;

    private Copy() {}

    /** @param user who must not be held by what is copied */
    static Copy usedBy(Object user) {
        Copy copy = new Copy();
        CLEANER.register(user, copy);
        return copy;
    }

    /** Destroys what there is, and keeps the next one, or none. */
    synchronized void next(@Nullable HsmObject other) {
        HsmObject old = object;
        object = other;
        if (old != null) {
            try {
                old.destroy();
            } catch (HsmException gone) {
                // It went with its session.
            }
        }
    }

    @Override
    public void run() {
        next(null);
    }
}
