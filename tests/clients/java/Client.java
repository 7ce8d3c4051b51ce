import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.LongString;
import com.rabbitmq.client.SaslConfig;
import com.rabbitmq.client.SaslMechanism;
import com.rabbitmq.client.ShutdownSignalException;
import com.rabbitmq.client.impl.LongStringHelper;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Collections;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Plays the Beskedfordeler's two sides with RabbitMQ's Java client: Client SANDBOX_JSON BESKED_XML MODTAGET_XML
 *
 * <p>Call by call as a Java sender and receiver of the field do it: confirm.select, a consumer on the reply
 * pseudo-queue, one mandatory publish, the reply; and a receiver that acks and closes its channel inside the delivery
 * callback. Then it sees that an unknown queue and another system's are refused.
 */
public final class Client {
  private static final String TESTSYSTEM = "ba537e12-8b0c-44b1-9de7-f75803a4e091";
  private static final int WAIT_SECONDS = 60;

  private final JsonObject sandbox;
  private final JsonObject system;
  private final JsonObject amqps;
  private final KeyStore keys;
  private final SSLContext tls;

  private Client(Path descriptor) throws IOException, GeneralSecurityException {
    sandbox = JsonParser.parseString(Files.readString(descriptor)).getAsJsonObject();
    system = find("systemer", "uuid", true);
    amqps = sandbox.getAsJsonObject("endpoints").getAsJsonObject("amqps");
    keys = keyStore(text(system, "p12"), text(system, "p12_password"));
    tls = tlsContext();
  }

  public static void main(String[] arguments) throws Exception {
    Client client = new Client(Path.of(arguments[0]));
    String status = client.send(Files.readAllBytes(Path.of(arguments[1])));
    System.out.println("reply " + status);
    expect("20", status, "StatusKode");
    String token = client.token("modtag");
    Files.write(Path.of(arguments[2]), client.receive(token));
    String others = text(client.find("dueslag", "system", false), "uuid");
    expect("404", client.refused(token, UUID.randomUUID().toString()), "an unknown queue");
    expect("403", client.refused(token, others), "another system's dueslag");
  }

  private static void expect(String expected, String found, String what) {
    System.out.println(what + ": " + found);
    if (!expected.equals(found)) {
      throw new IllegalStateException(what + ": " + found + ", not " + expected);
    }
  }

  private static String text(JsonObject object, String name) {
    return object.get(name).getAsString();
  }

  // The first member of a list whose field is, or is not, the test system's UUID.
  private JsonObject find(String list, String field, boolean own) {
    JsonArray members = sandbox.getAsJsonArray(list);
    for (JsonElement member : members) {
      if (text(member.getAsJsonObject(), field).equals(TESTSYSTEM) == own) {
        return member.getAsJsonObject();
      }
    }
    throw new IllegalStateException("no such member in " + list);
  }

  private KeyStore keyStore(String path, String password) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream file = new FileInputStream(Path.of(text(sandbox, "data")).resolve(path).toFile())) {
      store.load(file, password.toCharArray());
    }
    return store;
  }

  private SSLContext tlsContext() throws IOException, GeneralSecurityException {
    JsonObject trust = sandbox.getAsJsonObject("truststore");
    TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
    trusted.init(keyStore(text(trust, "path"), text(trust, "password")));
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, text(system, "p12_password").toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }

  private String token(String service) throws Exception {
    JsonObject context = new JsonObject();
    context.addProperty("Cvr", text(system, "cvr"));
    JsonObject reference = new JsonObject();
    reference.addProperty("Address", text(sandbox.getAsJsonObject("audiences"), service));
    JsonObject appliesTo = new JsonObject();
    appliesTo.add("EndpointReference", reference);
    JsonObject request = new JsonObject();
    request.addProperty("TokenType", "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0");
    request.addProperty("RequestType", "http://docs.oasis-open.org/ws-sx/ws-trust/200512/Issue");
    request.addProperty("KeyType", "http://docs.oasis-open.org/ws-sx/ws-trust/200512/PublicKey");
    request.add("AnvenderKontekst", context);
    request.addProperty("UseKey", Base64.getEncoder().encodeToString(certificate()));
    request.add("AppliesTo", appliesTo);
    request.add("OnBehalfOf", JsonNull.INSTANCE);
    String url =
        text(sandbox.getAsJsonObject("endpoints"), "https") + text(sandbox.getAsJsonObject("paths"), "sts_rest");
    HttpRequest post =
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
            .build();
    HttpResponse<String> answer =
        HttpClient.newBuilder().sslContext(tls).build().send(post, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException("the STS answered " + answer.statusCode() + ": " + answer.body());
    }
    JsonObject body = JsonParser.parseString(answer.body()).getAsJsonObject();
    String assertion = text(body.getAsJsonObject("RequestedSecurityToken"), "Assertion");
    return new String(Base64.getDecoder().decode(assertion), StandardCharsets.UTF_8);
  }

  private byte[] certificate() throws GeneralSecurityException {
    for (String alias : Collections.list(keys.aliases())) {
      if (keys.isKeyEntry(alias)) {
        return keys.getCertificate(alias).getEncoded();
      }
    }
    throw new IllegalStateException("no key in " + text(system, "p12"));
  }

  private Connection connect(String token) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost(text(amqps, "host"));
    factory.setPort(amqps.get("port").getAsInt());
    factory.setVirtualHost(text(amqps, "vhost"));
    factory.useSslProtocol(tls);
    factory.setSaslConfig(new TokenSasl(token));
    return factory.newConnection();
  }

  // The reply's StatusKode, after the correlation id was seen to be the one that was sent.
  private String send(byte[] besked) throws Exception {
    String token = token("afsend");
    Connection connection = connect(token);
    Channel channel = connection.createChannel();
    channel.confirmSelect();
    CompletableFuture<String> status = new CompletableFuture<>();
    String correlation = UUID.randomUUID().toString();
    channel.basicConsume(
        text(amqps, "reply_to"),
        true,
        new DefaultConsumer(channel) {
          @Override
          public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
            if (correlation.equals(properties.getCorrelationId())) {
              status.complete(statusKode(body));
            } else {
              status.completeExceptionally(new IllegalStateException("another correlation-id in the reply"));
            }
          }
        });
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder()
            .headers(Collections.<String, Object>singletonMap("token", token))
            .correlationId(correlation)
            .replyTo(text(amqps, "reply_to"))
            .messageId(UUID.randomUUID().toString())
            .build();
    channel.basicPublish(text(amqps, "exchange"), "", true, properties, besked);
    channel.waitForConfirmsOrDie(TimeUnit.SECONDS.toMillis(WAIT_SECONDS));
    String answer = status.get(WAIT_SECONDS, TimeUnit.SECONDS);
    channel.close();
    connection.close();
    return answer;
  }

  private static String statusKode(byte[] reply) {
    Matcher found =
        Pattern.compile("<StatusKode>(\\d+)</StatusKode>").matcher(new String(reply, StandardCharsets.UTF_8));
    return found.find() ? found.group(1) : "no StatusKode";
  }

  private byte[] receive(String token) throws Exception {
    Connection connection = connect(token);
    Channel channel = connection.createChannel();
    CompletableFuture<byte[]> besked = new CompletableFuture<>();
    channel.basicConsume(
        text(find("dueslag", "system", true), "uuid"),
        false,
        new DefaultConsumer(channel) {
          @Override
          public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
              throws IOException {
            try {
              channel.basicAck(envelope.getDeliveryTag(), false);
              channel.close();
              besked.complete(body);
            } catch (TimeoutException late) {
              besked.completeExceptionally(late);
            }
          }

          @Override
          public void handleShutdownSignal(String tag, ShutdownSignalException signal) {
            besked.completeExceptionally(signal);
          }
        });
    byte[] body = besked.get(WAIT_SECONDS, TimeUnit.SECONDS);
    connection.close();
    return body;
  }

  // The code that a get from a queue is refused with.
  private String refused(String token, String queue) throws Exception {
    Connection connection = connect(token);
    Channel channel = connection.createChannel();
    try {
      channel.basicGet(queue, false);
      return "not refused";
    } catch (IOException refused) {
      ShutdownSignalException signal = (ShutdownSignalException) refused.getCause();
      return Integer.toString(((AMQP.Channel.Close) signal.getReason()).getReplyCode());
    } finally {
      connection.close();
    }
  }

  /** SASL EXTERNAL whose response is the assertion itself. */
  private static final class TokenSasl implements SaslConfig {
    private final String token;

    TokenSasl(String token) {
      this.token = token;
    }

    @Override
    public SaslMechanism getSaslMechanism(String[] mechanisms) {
      return new SaslMechanism() {
        @Override
        public String getName() {
          return "EXTERNAL";
        }

        @Override
        public LongString handleChallenge(LongString challenge, String username, String password) {
          return LongStringHelper.asLongString(token);
        }
      };
    }
  }
}
