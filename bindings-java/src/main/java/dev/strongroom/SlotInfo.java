package dev.strongroom;

/**
 * What a slot says of itself.
 *
 * @param description what it is
 * @param manufacturer who made it
 * @param hardwareVersion the hardware's version
 * @param firmwareVersion the firmware's version
 * @param flags {@code CKF_…} of a slot
 */
public record SlotInfo(
        String description, String manufacturer, String hardwareVersion, String firmwareVersion, long flags) {
    static SlotInfo of(Packed.Reader in) {
        return new SlotInfo(in.text(), in.text(), in.text(), in.text(), in.number());
    }
}
