package dev.strongroom;

/**
 * A token of an instance that was made.
 *
 * @param slot the number of its slot
 * @param label what it is called
 * @param soPin the security officer's PIN
 * @param userPin the user's PIN
 */
public record NewToken(long slot, String label, char[] soPin, char[] userPin) {
    static NewToken of(Packed.Reader in) {
        return new NewToken(in.number(), in.text(), in.secret(), in.secret());
    }

    /** Shows no PIN. */
    @Override
    public String toString() {
        return "NewToken[slot=" + slot + ", label=" + label + "]";
    }
}
