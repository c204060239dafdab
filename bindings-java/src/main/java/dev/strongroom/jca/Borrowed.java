package dev.strongroom.jca;

import dev.strongroom.HsmException;
import dev.strongroom.HsmSecretKey;
import java.lang.ref.Cleaner;

/** Copies in the token of keys that are not of a token: they are destroyed when who used them is gone. */
final class Borrowed {
    private static final Cleaner CLEANER = Cleaner.create();

    private Borrowed() {}

    static void of(Object user, HsmSecretKey copy) {
        CLEANER.register(user, () -> {
            try {
                copy.destroy();
            } catch (HsmException gone) {
                // It was destroyed, or went with its session.
            }
        });
    }
}
