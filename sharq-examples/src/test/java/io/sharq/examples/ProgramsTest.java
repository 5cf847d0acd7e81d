package io.sharq.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The programs that the documentation shows print what it says. In real time, because they are real programs. */
class ProgramsTest {
    @Test
    void theFirstProgramPrintsThreeMessages() {
        assertThat(printed(() -> FirstProgram.main(new String[0])))
                .containsSubsequence("hello, world 1", "hello, world 2", "hello, world 3");
    }

    private static String printed(Runnable program) {
        PrintStream console = System.out;
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        try {
            program.run();
        } finally {
            System.setOut(console);
        }
        return output.toString(StandardCharsets.UTF_8);
    }
}
