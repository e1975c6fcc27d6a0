import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.transport.Netty4Plugin;

/**
 * A node of OpenSearch on 127.0.0.1: {@code SearchServer FOLDER PORT OWNER}.
 *
 * <p>It keeps its data in FOLDER, prints "ready" when it answers on PORT, and ends when the process
 * with the id OWNER has ended, so that a test run that is killed leaves no server behind.
 */
public final class SearchServer extends Node {
  private SearchServer(Settings settings) {
    super(
        InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> "newsroom"),
        List.of(Netty4Plugin.class), // HTTP is a plugin; we need no other
        false);
  }

  public static void main(String[] args) throws Exception {
    Settings settings =
        Settings.builder()
            .put("path.home", Path.of(args[0]).toAbsolutePath())
            .put("http.port", args[1])
            .put("network.host", "127.0.0.1")
            .put("transport.type", "netty4")
            .put("http.type", "netty4")
            .put("discovery.type", "single-node")
            .build();
    new SearchServer(settings).start();
    System.out.println("ready");
    while (ProcessHandle.of(Long.parseLong(args[2])).isPresent()) {
      Thread.sleep(200);
    }
    Runtime.getRuntime().halt(0);
  }
}
