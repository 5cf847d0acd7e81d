package io.sharq.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AddressesTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,           127.0.0.1",
        "2001:db8:1:2:3:4:5:6, 20010db800010002",
        "2001:db8:1:2::,      20010db800010002",
        "::1,                 0000000000000000",
        "fe80::1%eth9,        fe80000000000000",
        "::ffff:10.0.0.1,     10.0.0.1",
        "no:address,          no:address",
        ",                    ''",
    })
    void ofIpv6TheNetworkCounts(String address, String owner) {
        assertThat(Addresses.owner(address)).isEqualTo(owner);
    }
}
