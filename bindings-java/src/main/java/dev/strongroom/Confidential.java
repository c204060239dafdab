package dev.strongroom;

import java.util.Arrays;

/** A secret that the core keeps for mechanisms, so that nothing of it stays in Java's memory. */
final class Confidential extends Held {
    private Confidential(long number) {
        super(number, true);
    }

    /** What is given is read once, and left alone. */
    static Confidential of(String field, Object given) {
        if (given instanceof byte[] bytes) {
            return new Confidential(Native.secret(bytes));
        }
        if (given instanceof char[] letters) {
            byte[] encoded = Pin.encoded(letters);
            try {
                return new Confidential(Native.secret(encoded));
            } finally {
                Arrays.fill(encoded, (byte) 0);
            }
        }
        throw HsmException.of(Ckr.CKR_MECHANISM_PARAM_INVALID, "CKR_MECHANISM_PARAM_INVALID", "",
                "\"" + field + "\" is byte[] or char[], which can be wiped");
    }
}
