// Example adapter in C# for .NET Framework or Mono: replace Check by a call of your own checker.
// Compile it with: csc /r:System.Web.Extensions.dll adapter.cs   (Mono: mcs -r:System.Web.Extensions adapter.cs)
// One JSON object a line in, one out, until the input ends. Nothing else may be printed on standard output.
using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Web.Script.Serialization;
using System.Xml;

public static class Adapter
{
    /// <summary>The findings of one return. Here only: is it XML at all, without a document type declaration?</summary>
    static List<object> Check(byte[] document)
    {
        var findings = new List<object>();
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
            using (var reader = XmlReader.Create(new MemoryStream(document), settings)) while (reader.Read()) { }
        }
        catch (XmlException)
        {
            findings.Add(new Dictionary<string, object> { { "rule", "structure" } });
        }
        return findings;
    }

    static Dictionary<string, object> Answer(Dictionary<string, object> question)
    {
        var reply = new Dictionary<string, object> { { "id", question["id"] } };
        object document;
        if ((string)question["kind"] != "validate") reply["not-implemented"] = "this example exports nothing";
        else if (question.TryGetValue("documentBase64", out document)) reply["findings"] = Check(Convert.FromBase64String((string)document));
        else if (question.TryGetValue("document", out document)) reply["findings"] = Check(Encoding.UTF8.GetBytes((string)document));
        else reply["not-implemented"] = "this example reads no tables";
        return reply;
    }

    static string Ascii(string json)
    {
        var text = new StringBuilder();
        foreach (var character in json) text.Append(character < 127 ? character.ToString() : "\\u" + ((int)character).ToString("x4"));
        return text.ToString();
    }

    public static void Main()
    {
        var json = new JavaScriptSerializer { MaxJsonLength = int.MaxValue };
        var input = new StreamReader(Console.OpenStandardInput(), Encoding.ASCII);
        var output = new StreamWriter(Console.OpenStandardOutput(), Encoding.ASCII) { AutoFlush = true, NewLine = "\n" };
        for (var line = input.ReadLine(); line != null; line = input.ReadLine())
            output.WriteLine(Ascii(json.Serialize(Answer(json.Deserialize<Dictionary<string, object>>(line)))));
    }
}
