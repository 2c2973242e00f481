// Example adapter in Java 11 or newer, without libraries: replace check() by a call of your own checker.
// Start it with: java adapter.java   (or compile it: javac adapter.java, then java Adapter)
// One JSON object a line in, one out, until the input ends. Nothing else may be printed on standard output.
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.helpers.DefaultHandler;

class Adapter {
    /** The findings of one return as JSON. Here only: is it XML at all, without a document type declaration? */
    static String check(byte[] document) {
        try {
            SAXParserFactory factory = SAXParserFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.newSAXParser().parse(new ByteArrayInputStream(document), new DefaultHandler());
            return "[]";
        } catch (Exception error) {
            return "[{\"rule\":\"structure\"}]";
        }
    }

    static String answer(String line) {
        String id = "\"id\":" + number(line, "id");
        if (!"validate".equals(text(line, "kind"))) return "{" + id + ",\"not-implemented\":\"this example exports nothing\"}";
        String bytes = text(line, "documentBase64");
        String document = text(line, "document");
        if (bytes == null && document == null) return "{" + id + ",\"not-implemented\":\"this example reads no tables\"}";
        byte[] content = bytes != null ? Base64.getDecoder().decode(bytes) : document.getBytes(StandardCharsets.UTF_8);
        return "{" + id + ",\"findings\":" + check(content) + "}";
    }

    /** A number of the outermost object; a program of your own takes a library for JSON. */
    static String number(String json, String key) {
        Matcher found = Pattern.compile("\"" + key + "\":(\\d+)").matcher(json);
        return found.find() ? found.group(1) : "0";
    }

    /** A text of the outermost object; null when it is not there or null. */
    static String text(String json, String key) {
        String start = "\"" + key + "\":\"";
        int at = json.indexOf(start);
        if (at == -1) return null;
        StringBuilder text = new StringBuilder();
        for (int index = at + start.length(); json.charAt(index) != '"'; index++) {
            char character = json.charAt(index);
            if (character != '\\') {
                text.append(character);
                continue;
            }
            index++;
            char escaped = json.charAt(index);
            switch (escaped) {
                case 'n': text.append('\n'); break;
                case 'r': text.append('\r'); break;
                case 't': text.append('\t'); break;
                case 'b': text.append('\b'); break;
                case 'f': text.append('\f'); break;
                case 'u':
                    text.append((char) Integer.parseInt(json.substring(index + 1, index + 5), 16));
                    index += 4;
                    break;
                default: text.append(escaped);
            }
        }
        return text.toString();
    }

    public static void main(String[] args) throws Exception {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        PrintStream output = new PrintStream(System.out, false, "US-ASCII");
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            output.print(answer(line) + "\n");
            output.flush();
        }
    }
}
