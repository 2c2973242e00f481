import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.xml.sax.SAXException;

/** Validates files with the schema processor of the JDK: ValidateAll schema.xsd list.txt; a line for each file of the list, its message last. */
public final class ValidateAll {
    public static void main(String[] arguments) throws Exception {
        Schema schema = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(new File(arguments[0]));
        for (String file : Files.readAllLines(Path.of(arguments[1]), StandardCharsets.UTF_8)) {
            String message = "";
            try {
                schema.newValidator().validate(new StreamSource(new File(file)));
            } catch (SAXException problem) {
                message = problem.getMessage().replaceAll("\\s+", " ");
            }
            System.out.println(file + "\t" + (message.isEmpty() ? "valid" : "invalid") + "\t" + message);
        }
    }
}
