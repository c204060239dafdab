package dev.strongroom;

import java.util.ArrayList;
import java.util.List;

/** A slot, and the token in it. */
public final class Slot extends Held {
    private static final long NOBODY = -1;
    private static final byte[] NO_PIN = new byte[0];

    private final Hsm hsm;

    Slot(Hsm hsm, long number) {
        super(number, hsm.near);
        this.hsm = hsm;
    }

    /**
     * The HSM that it is of.
     *
     * @return the HSM
     */
    public Hsm hsm() {
        return hsm;
    }

    /**
     * Its number. It does not change.
     *
     * @return the number
     */
    public long id() {
        return Calls.computing(this, () -> Native.slotId(number));
    }

    /**
     * What it says of itself.
     *
     * @return what it says
     */
    public SlotInfo info() {
        return SlotInfo.of(new Packed.Reader(Calls.waiting(this, () -> Native.slotInfo(number))));
    }

    /**
     * What its token says of itself.
     *
     * @return what it says
     * @throws TokenNotPresentException when there is none
     */
    public TokenInfo token() {
        return TokenInfo.of(new Packed.Reader(Calls.waiting(this, () -> Native.tokenInfo(number))));
    }

    /**
     * The mechanisms of its token.
     *
     * @return in the token's order
     */
    public List<MechanismInfo> mechanisms() {
        var in = new Packed.Reader(Calls.waiting(this, () -> Native.mechanisms(number)));
        List<MechanismInfo> all = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            all.add(MechanismInfo.of(in));
        }
        return all;
    }

    /**
     * A session in which nobody is logged in: public objects only.
     *
     * @return the session
     */
    public Session openSession() {
        return open(NOBODY, NO_PIN);
    }

    /**
     * A session in which the user is logged in.
     *
     * @param pin the user's PIN
     * @return the session
     * @throws PinIncorrectException when it is another
     * @throws PinLockedException when it was wrong too often
     */
    public Session openSession(Pin pin) {
        return pin.use(bytes -> open(Cku.CKU_USER, bytes));
    }

    /**
     * A session in which the security officer is logged in.
     *
     * @param soPin the security officer's PIN
     * @return the session
     * @throws PinIncorrectException when it is another
     */
    public Session openOfficerSession(Pin soPin) {
        return soPin.use(bytes -> open(Cku.CKU_SO, bytes));
    }

    private Session open(long user, byte[] pin) {
        return new Session(this, Calls.waiting(this, () -> Native.session(number, user, pin)));
    }

    /**
     * Initialises the token: its objects are destroyed, and the user's PIN is no longer set.
     *
     * @param soPin the security officer's PIN
     * @param label what it shall be called
     */
    public void initToken(Pin soPin, String label) {
        soPin.use(pin -> {
            Calls.waiting(this, () -> Native.initToken(number, pin, label));
            return true;
        });
    }

    /**
     * Sets the user's PIN, as the security officer: also of one that is locked, or was never set.
     *
     * @param soPin the security officer's PIN
     * @param pin the user's
     */
    public void initPin(Pin soPin, Pin pin) {
        change(0, soPin, pin);
    }

    /**
     * Changes the user's PIN.
     *
     * @param old what it is
     * @param pin what it shall be
     */
    public void setPin(Pin old, Pin pin) {
        change(1, old, pin);
    }

    /**
     * Changes the security officer's PIN.
     *
     * @param old what it is
     * @param pin what it shall be
     */
    public void setOfficerPin(Pin old, Pin pin) {
        change(2, old, pin);
    }

    private void change(int how, Pin old, Pin pin) {
        old.use(first -> pin.use(second -> {
            Calls.waiting(this, () -> Native.changePin(number, how, first, second));
            return true;
        }));
    }

    /** Its number. */
    @Override
    public String toString() {
        return "Slot[" + id() + "]";
    }
}
