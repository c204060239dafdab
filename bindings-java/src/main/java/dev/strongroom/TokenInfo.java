package dev.strongroom;

/**
 * What a token says of itself.
 *
 * @param label what it is called
 * @param manufacturer who made it
 * @param model its model
 * @param serial its serial number
 * @param hardwareVersion the hardware's version
 * @param firmwareVersion the firmware's version
 * @param flags {@code CKF_…} of a token
 * @param minPinLength bytes of the shortest PIN
 * @param maxPinLength bytes of the longest PIN
 */
public record TokenInfo(
        String label,
        String manufacturer,
        String model,
        String serial,
        String hardwareVersion,
        String firmwareVersion,
        long flags,
        long minPinLength,
        long maxPinLength) {
    static TokenInfo of(Packed.Reader in) {
        return new TokenInfo(
                in.text(), in.text(), in.text(), in.text(), in.text(), in.text(), in.number(), in.number(), in.number());
    }

    /**
     * Whether it is initialised.
     *
     * @return whether it is
     */
    public boolean initialized() {
        return (flags & Ckf.CKF_TOKEN_INITIALIZED) != 0;
    }

    /**
     * Whether the user has a PIN.
     *
     * @return whether there is one
     */
    public boolean pinInitialized() {
        return (flags & Ckf.CKF_USER_PIN_INITIALIZED) != 0;
    }

    /**
     * Whether the user's PIN is locked.
     *
     * @return whether it is
     */
    public boolean pinLocked() {
        return (flags & Ckf.CKF_USER_PIN_LOCKED) != 0;
    }

    /**
     * Whether the next wrong PIN of the user locks it.
     *
     * @return whether it does
     */
    public boolean pinFinalTry() {
        return (flags & Ckf.CKF_USER_PIN_FINAL_TRY) != 0;
    }
}
