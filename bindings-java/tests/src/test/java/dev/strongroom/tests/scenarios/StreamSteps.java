package dev.strongroom.tests.scenarios;

import com.google.gson.JsonObject;
import dev.strongroom.Operation;
import dev.strongroom.Verifier;

/** Operations on data that comes in parts, part by part. */
final class StreamSteps extends Steps {
    private static final String FIELDS = """
            begin: stream key mechanism session
            update: of data
            finish: of signature
            abandon: of
            """;

    StreamSteps(Said of) {
        super(of, FIELDS);
    }

    @Override
    Object perform(String op, JsonObject step) {
        if (op.equals("begin")) {
            keep(step, switch (step.get("stream").getAsString()) {
                case "encrypt" -> verifying(step).encryptor(mechanism(step));
                case "decrypt" -> signing(step).decryptor(mechanism(step));
                case "sign" -> signing(step).signer(mechanism(step));
                case "verify" -> verifying(step).verifier(mechanism(step));
                default -> digester(step);
            });
            return null;
        }
        Operation stream = (Operation) names.get(step.get("of").getAsString());
        switch (op) {
            case "update":
                return bytesKept(step, update(stream, bytes(step.get("data"))));
            case "finish":
                if (step.has("signature")) {
                    return ((Verifier) stream).finish(bytes(step.get("signature")));
                }
                return bytesKept(step, finish(stream));
            default:
                stream.close();
                return null;
        }
    }
}
