package dev.strongroom.tests.scenarios;

import com.google.gson.JsonObject;
import dev.strongroom.Hsm;
import dev.strongroom.Pin;

/** Instances, sessions, tokens and their PINs. */
final class TokenSteps extends Steps {
    private static final String FIELDS = """
            open:
            login: user pin slot hsm
            close: session hsm
            token: label hsm
            token_flags: flags slot hsm
            set_pin: old new session
            init_pin: so_pin new slot hsm
            init_token: so_pin label slot hsm
            """;

    TokenSteps(Said of) {
        super(of, FIELDS);
    }

    @Override
    Object perform(String op, JsonObject step) throws Exception {
        switch (op) {
            case "open":
                keep(step, Hsm.open(url));
                return null;
            case "login":
                keep(step, login(slot(step), step.get("user").getAsString(), text(step, "pin", null)));
                return null;
            case "close":
                if (step.has("session")) {
                    session(step).close();
                } else {
                    hsm(step).close();
                }
                return null;
            case "token":
                return hsm(step).token(step.get("label").getAsString()).id();
            case "token_flags":
                long flags = slot(step).token().flags();
                step.getAsJsonObject("flags").entrySet().forEach(flag -> {
                    if (((flags & constant(flag.getKey())) != 0) != flag.getValue().getAsBoolean()) {
                        throw new Wrong(flag.getKey() + " is not " + flag.getValue());
                    }
                });
                return null;
            case "set_pin":
                session(step).setPin(Pin.of(step.get("old").getAsString()), Pin.of(step.get("new").getAsString()));
                return null;
            case "init_pin":
                slot(step).initPin(Pin.of(step.get("so_pin").getAsString()), Pin.of(step.get("new").getAsString()));
                return null;
            case "init_token":
                slot(step).initToken(Pin.of(step.get("so_pin").getAsString()), step.get("label").getAsString());
                return null;
            default:
                throw new IllegalStateException(op);
        }
    }
}
