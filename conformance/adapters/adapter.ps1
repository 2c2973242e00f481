# Example adapter in Windows PowerShell 5.1: replace Test-Return by a call of your own checker.
# This file was not run where the suite was made: there is no PowerShell there.
# One JSON object a line in, one out, until the input ends. Nothing else may be written to standard output.

function Test-Return([byte[]] $document) {
    # Only: is it XML at all, without a document type declaration?
    $settings = New-Object System.Xml.XmlReaderSettings
    $settings.DtdProcessing = [System.Xml.DtdProcessing]::Prohibit
    $settings.XmlResolver = $null
    $reader = $null
    try {
        $stream = New-Object System.IO.MemoryStream (, $document)
        $reader = [System.Xml.XmlReader]::Create($stream, $settings)
        while ($reader.Read()) { }
        return , @()
    } catch {
        return , @(@{ rule = 'structure' })
    } finally {
        if ($null -ne $reader) { $reader.Close() }
    }
}

function ConvertTo-Ascii([string] $json) {
    [regex]::Replace($json, '[\u007f-\uffff]', { param($match) '\u{0:x4}' -f [int][char]$match.Value })
}

$ascii = [System.Text.Encoding]::ASCII
$reading = New-Object System.IO.StreamReader ([Console]::OpenStandardInput()), $ascii
$writing = New-Object System.IO.StreamWriter ([Console]::OpenStandardOutput()), $ascii
$writing.AutoFlush = $true
$writing.NewLine = "`n"
while ($null -ne ($line = $reading.ReadLine())) {
    $question = $line | ConvertFrom-Json
    $reply = [ordered]@{ id = $question.id }
    if ($question.kind -ne 'validate') { $reply['not-implemented'] = 'this example exports nothing' }
    elseif ($null -ne $question.documentBase64) { $reply['findings'] = Test-Return ([Convert]::FromBase64String($question.documentBase64)) }
    elseif ($null -ne $question.document) { $reply['findings'] = Test-Return ([System.Text.Encoding]::UTF8.GetBytes($question.document)) }
    else { $reply['not-implemented'] = 'this example reads no tables' }
    $writing.WriteLine((ConvertTo-Ascii ($reply | ConvertTo-Json -Compress -Depth 5)))
}
