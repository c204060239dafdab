package dev.strongroom.tests.scenarios;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.strongroom.Digester;
import dev.strongroom.Intake;
import dev.strongroom.Operation;
import dev.strongroom.Signer;
import dev.strongroom.Transformation;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Steps of one kind ({@code tests/scenarios.md}). A new step is a line of {@code FIELDS} and a case in one of these. */
abstract class Steps extends Expected {
    private final Map<String, Set<String>> fields;

    /** @param fields a line for each: its name, and what it has beside {@code op}, {@code as} and {@code expect} */
    Steps(Said of, String fields) {
        super(of);
        this.fields = fields.lines().collect(Collectors.toMap(
                line -> line.substring(0, line.indexOf(':')),
                line -> Set.of(line.substring(line.indexOf(':') + 1).strip().split(" "))));
    }

    /** All that there are. */
    static List<Steps> of(Said said) {
        return List.of(
                new TokenSteps(said), new ObjectSteps(said), new KeySteps(said), new MessageSteps(said), new StreamSteps(said));
    }

    boolean has(String op) {
        return fields.containsKey(op);
    }

    /** Does one, all of whose fields it knows; what it gives is checked by {@link Expected}. */
    Object step(String op, JsonObject step) throws Exception {
        for (String field : step.keySet()) {
            if (!fields.get(op).contains(field) && !Set.of("op", "as", "expect").contains(field)) {
                throw new Wrong(op + " has no " + field);
            }
        }
        return perform(op, step);
    }

    abstract Object perform(String op, JsonObject step) throws Exception;

    // Data that comes in parts.

    Digester digester(JsonObject step) {
        return session(step).digester(step.getAsJsonObject("mechanism").get("hash").getAsString());
    }

    static byte[] update(Operation stream, byte[] part) {
        if (stream instanceof Transformation transformation) {
            return transformation.update(part);
        }
        ((Intake) stream).update(part);
        return new byte[0];
    }

    static byte[] finish(Operation stream) {
        if (stream instanceof Transformation transformation) {
            return transformation.finish();
        }
        return stream instanceof Signer signer ? signer.finish() : ((Digester) stream).finish();
    }

    List<byte[]> parts(JsonObject step) {
        byte[] data = bytes(step.get("data"));
        List<byte[]> parts = new ArrayList<>();
        int at = 0;
        for (JsonElement length : step.getAsJsonArray("parts")) {
            int end = Math.min(data.length, at + length.getAsBigInteger().min(BigInteger.valueOf(data.length)).intValue());
            parts.add(Arrays.copyOfRange(data, at, end));
            at = end;
        }
        parts.add(Arrays.copyOfRange(data, at, data.length));
        return parts;
    }

    byte[] through(Operation stream, JsonObject step) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (stream) {
            parts(step).forEach(part -> out.writeBytes(update(stream, part)));
            out.writeBytes(finish(stream));
        }
        return out.toByteArray();
    }
}
