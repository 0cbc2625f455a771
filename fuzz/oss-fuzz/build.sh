#!/bin/bash -eu
# Builds every fuzz target for OSS-Fuzz: a wrapper that starts Jazzer, and the corpus as a seed corpus.

# The targets are compiled for JDK 17, which has to be beside them when they run.
jdk=/usr/lib/jvm/java-17-openjdk-amd64
export JAVA_HOME="$OUT/jdk-17"
mkdir -p "$JAVA_HOME" "$OUT/lib" "$OUT/classes"
rsync -aL --exclude='*.zip' "$jdk/" "$JAVA_HOME"

cd "$SRC/clientauth"
mvn -B -q -f build -pl ../fuzz -am -DskipTests -Dspotless.check.skip=true package \
  org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
  -DincludeScope=test -DoutputDirectory="$OUT/lib"
cp -r fuzz/target/test-classes/dev "$OUT/classes/"

for source in fuzz/src/test/java/dev/clientauth/fuzz/*Fuzzer.java; do
  target=$(basename -s .java "$source")
  zip -q -j "$OUT/${target}_seed_corpus.zip" "fuzz/src/test/resources/corpus/$target"/*

  cat >"$OUT/$target" <<WRAPPER
#!/bin/bash
# LLVMFuzzerTestOneInput for fuzzer detection.
this_dir=\$(dirname "\$0")
export JAVA_HOME="\$this_dir/jdk-17"
LD_LIBRARY_PATH="\$JAVA_HOME/lib/server:\$this_dir" \\
"\$this_dir/jazzer_driver" --agent_path="\$this_dir/jazzer_agent_deploy.jar" \\
  --cp="\$this_dir/classes:\$(echo "\$this_dir"/lib/*.jar | tr ' ' ':')" \\
  --target_class=dev.clientauth.fuzz.$target \\
  --instrumentation_includes='dev.clientauth.**' --custom_hook_includes='dev.clientauth.**' \\
  --jvm_args=-Xmx1024m \\
  "\$@"
WRAPPER
  chmod +x "$OUT/$target"
done
