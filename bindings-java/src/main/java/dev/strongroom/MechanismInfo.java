package dev.strongroom;

/**
 * What a token says of a mechanism.
 *
 * @param name {@code CKM_…}
 * @param number its number, one of {@link Ckm}
 * @param minKeySize the smallest key, in the unit that the mechanism uses, bits or bytes
 * @param maxKeySize the largest key
 * @param flags {@code CKF_…} of a mechanism
 */
public record MechanismInfo(String name, long number, long minKeySize, long maxKeySize, long flags) {
    static MechanismInfo of(Packed.Reader in) {
        return new MechanismInfo(in.text(), in.number(), in.number(), in.number(), in.number());
    }
}
