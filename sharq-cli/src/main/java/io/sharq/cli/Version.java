package io.sharq.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of SharQ, from the manifest of its jar. */
final class Version implements IVersionProvider {
    static String number() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "from a working tree" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"SharQ " + number()};
    }
}
