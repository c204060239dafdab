package dev.strongroom.jca;

import dev.strongroom.HsmException;
import java.security.GeneralSecurityException;
import java.security.ProviderException;

/** Failures where Java's interfaces expect none. */
final class Unexpected {
    private Unexpected() {}

    /** What is called. */
    interface Call<T> {
        T call() throws GeneralSecurityException;
    }

    /** What is called for what it does. */
    interface Act {
        void act() throws GeneralSecurityException;
    }

    /** A call whose failure is a {@code ProviderException}. */
    static <T> T in(Call<T> call) {
        try {
            return call.call();
        } catch (HsmException | GeneralSecurityException error) {
            throw new ProviderException(error.getMessage(), error);
        }
    }

    static void in(Act act) {
        in(() -> {
            act.act();
            return true;
        });
    }
}
