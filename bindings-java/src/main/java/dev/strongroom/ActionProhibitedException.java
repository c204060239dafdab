package dev.strongroom;

/** {@code CKR_ACTION_PROHIBITED} */
public class ActionProhibitedException extends ObjectException {
    private static final long serialVersionUID = 1;

    ActionProhibitedException(Failure failure) {
        super(failure);
    }
}
