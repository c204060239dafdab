package dev.strongroom.tests.scenarios;

import com.google.gson.JsonObject;
import dev.strongroom.HsmKey;
import dev.strongroom.KeySpec;
import dev.strongroom.Messages;
import dev.strongroom.Sealed;

/** Messages, and keys that are wrapped like one. */
final class MessageSteps extends Steps {
    private static final String FIELDS = """
            messages: messages key mechanism
            message: of iv data tag aad signature
            end_messages: of
            wrap_authenticated: key mechanism target aad
            unwrap_authenticated: key mechanism iv data tag aad spec
            """;

    MessageSteps(Said of) {
        super(of, FIELDS);
    }

    private Sealed sealed(JsonObject step) {
        return new Sealed(bytes(step.get("iv")), bytes(step.get("data")), bytes(step.get("tag")));
    }

    @Override
    Object perform(String op, JsonObject step) {
        Messages series = step.has("of") ? (Messages) names.get(step.get("of").getAsString()) : null;
        switch (op) {
            case "messages":
                keep(step, switch (step.get("messages").getAsString()) {
                    case "encrypt" -> verifying(step).messagesToEncrypt(mechanism(step));
                    case "decrypt" -> signing(step).messagesToDecrypt(mechanism(step));
                    case "sign" -> signing(step).messagesToSign(mechanism(step));
                    default -> verifying(step).messagesToVerify(mechanism(step));
                });
                return null;
            case "message":
                if (step.has("tag")) {
                    return bytesKept(step, series.decrypt(sealed(step), bytes(step.get("aad"))));
                }
                if (step.has("aad")) {
                    return sealedKept(step, series.encrypt(bytes(step.get("data")), bytes(step.get("aad"))));
                }
                return step.has("signature")
                        ? series.verify(bytes(step.get("data")), bytes(step.get("signature")))
                        : bytesKept(step, series.sign(bytes(step.get("data"))));
            case "end_messages":
                series.close();
                return null;
            case "wrap_authenticated":
                HsmKey target = (HsmKey) names.get(step.get("target").getAsString());
                return sealedKept(step, verifying(step).wrapAuthenticated(target, mechanism(step), bytes(step.get("aad"))));
            default:
                byte[] aad = bytes(step.get("aad"));
                keep(step, spec(step) instanceof KeySpec.Pair pair
                        ? signing(step).unwrapAuthenticated(sealed(step), mechanism(step), aad, pair)
                        : signing(step).unwrapAuthenticated(sealed(step), mechanism(step), aad, secretSpec(step)));
                return null;
        }
    }
}
