package io.sharq.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Bounds;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HardIdsTest {
    @Test
    void eachIsValidAndNoTwoAreEqual() {
        assertThat(HardIds.ALL)
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(Bounds.identifier("queue_id", id)).isEqualTo(id));
    }

    @Test
    void togetherTheyHoldEveryCharacterThatIsAllowed() {
        String allowed =
                " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"
                        .replaceAll("[ \"'\\\\<>{}^`|]", "");

        assertThat(String.join("", HardIds.ALL)
                        .chars()
                        .distinct()
                        .sorted()
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining()))
                .isEqualTo(allowed)
                .hasSize(84);
    }

    @Test
    void randomOnesAreValidAndTheirNeighboursDiffer() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            String id = Bounds.identifier("queue_id", HardIds.any(random));
            assertThat(Bounds.identifier("queue_id", HardIds.near(random, id))).isNotEqualTo(id);
        }
    }
}
