package dev.strongroom.tests.scenarios;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.strongroom.HsmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;

/** Whether what a step gave, or how it failed, is what its case expects. */
class Expected extends Said {
    Expected(Said of) {
        super(of);
    }

    /** A failure that was expected; another one is thrown on. */
    static void failed(HsmException error, JsonElement expect) {
        String wanted = expect != null && expect.isJsonObject() ? text(expect.getAsJsonObject(), "error", null) : null;
        if (wanted == null) {
            throw error;
        }
        if (!error.ckrName().equals(wanted) || !text(expect.getAsJsonObject(), "kind", error.kind()).equals(error.kind())) {
            throw new Wrong("expected " + expect + ", got " + error.ckrName() + " (" + error.kind() + ")");
        }
    }

    /** What a step gave. */
    void came(Object made, JsonElement expect, String op) {
        if (made instanceof Boolean && Set.of("verify", "finish", "verify_signature", "message").contains(op)) {
            expect = expect == null ? new JsonPrimitive(true) : expect;
            if (expect.isJsonObject() && text(expect.getAsJsonObject(), "error", "").startsWith("CKR_SIGNATURE_")
                    && made.equals(false)) {
                // That a signature is not good is said with false here.
                return;
            }
        }
        if (expect == null || op.equals("chain") || op.equals("check") || op.equals("token_flags")) {
            return;
        }
        if (!good(made, expect)) {
            String shown = made instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(made);
            throw new Wrong("expected " + expect + ", got " + shown);
        }
    }

    private boolean good(Object made, JsonElement expect) {
        if (expect.isJsonPrimitive()) {
            JsonPrimitive plain = expect.getAsJsonPrimitive();
            if (plain.isBoolean()) {
                return made.equals(plain.getAsBoolean());
            }
            if (plain.isNumber()) {
                return made instanceof Number number && number.longValue() == plain.getAsLong();
            }
            if (plain.getAsString().startsWith("CK")) {
                return made.equals(constant(plain.getAsString()));
            }
            return made instanceof byte[] bytes && Arrays.equals(bytes, bytes(expect));
        }
        if (expect.isJsonArray()) {
            return made instanceof long[] list && Arrays.equals(list, numbers(expect.getAsJsonArray()));
        }
        JsonObject of = expect.getAsJsonObject();
        if (of.has("error")) {
            return false;
        }
        if (of.has("len")) {
            JsonElement len = of.get("len");
            int least = len.isJsonArray() ? len.getAsJsonArray().get(0).getAsInt() : len.getAsInt();
            int most = len.isJsonArray() ? len.getAsJsonArray().get(1).getAsInt() : least;
            int length = ((byte[]) made).length;
            return least <= length && length <= most;
        }
        if (of.has("not")) {
            return !Arrays.equals((byte[]) made, bytes(of.get("not")));
        }
        if (of.has("value")) {
            return of.get("value").getAsString().equals(made);
        }
        if (of.has("count")) {
            return (made == null ? 0 : ((Number) made).longValue()) == of.get("count").getAsLong();
        }
        return made instanceof byte[] bytes && Arrays.equals(bytes, bytes(expect));
    }
}
