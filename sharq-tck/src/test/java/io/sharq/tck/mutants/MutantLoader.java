package io.sharq.tck.mutants;

import io.sharq.api.JobKey;
import io.sharq.api.StoreBounds;
import io.sharq.api.TimeSource;
import io.sharq.rules.Readiness;
import io.sharq.spi.Backend;
import io.sharq.tck.model.ModelBackend;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Loads the model and the rules once more, some of them changed; all else, the SPI above all, is shared with the kit, whose
 * own model stays as it is.
 */
final class MutantLoader extends ClassLoader {
    private static final Class<?>[] WRITTEN_WITH = {JobKey.class, Readiness.class, ModelBackend.class, Nullable.class};

    private final Map<String, byte[]> changed;

    private MutantLoader(Map<String, byte[]> changed) {
        super(MutantLoader.class.getClassLoader());
        this.changed = changed;
    }

    static MutantLoader of(Mutant mutant) {
        Map<String, String> sources = new HashMap<>();
        for (Edit edit : mutant.edits()) {
            String name = Sources.className(edit.file());
            String source = sources.getOrDefault(name, Sources.read(edit.file()));
            sources.put(name, edit.of(source, mutant.name()));
        }
        return new MutantLoader(sources.isEmpty() ? Map.of() : InMemoryCompiler.compile(sources, WRITTEN_WITH));
    }

    Backend open(TimeSource clock) {
        return open(clock, StoreBounds.DEFAULT);
    }

    Backend open(TimeSource clock, StoreBounds bounds) {
        try {
            return (Backend) loadClass(ModelBackend.class.getName())
                    .getConstructor(TimeSource.class, StoreBounds.class)
                    .newInstance(clock, bounds);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the mutant cannot be made", e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("io.sharq.tck.model.") && !name.startsWith("io.sharq.rules.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            byte[] bytes = changed.containsKey(name) ? changed.get(name) : unchanged(name);
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    private byte[] unchanged(String name) throws ClassNotFoundException {
        try (InputStream bytes = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return bytes.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
