using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Xml;
using System.Xml.Serialization;

/// Reads documents with the classes that xsd made from a schema, and writes them again: RoundTrip in.xml out.xml [in.xml out.xml ...]
public static class RoundTrip
{
    public static int Main(string[] files)
    {
        for (int index = 0; index + 1 < files.Length; index += 2)
        {
            var document = new XmlDocument();
            document.Load(files[index]);
            var serializer = new XmlSerializer(RootType(document.DocumentElement.Name));
            // What the classes have no place for must not vanish in silence.
            serializer.UnknownNode += (sender, node) => { throw new InvalidDataException("no place for " + node.Name + " in line " + node.LineNumber); };
            object value;
            using (var reader = XmlReader.Create(files[index])) value = serializer.Deserialize(reader);
            using (var writer = XmlWriter.Create(files[index + 1])) serializer.Serialize(writer, value);
        }
        return 0;
    }

    private static Type RootType(string tag)
    {
        return Assembly.GetExecutingAssembly().GetTypes().First(type =>
        {
            var root = type.GetCustomAttribute<XmlRootAttribute>();
            return root != null && root.ElementName == tag;
        });
    }
}
