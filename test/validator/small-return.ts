/** A return of the children in need census 2025-26 with two invented children, in which no rule finds an error. Tests name its lines and columns. */
export const SMALL_RETURN = `<?xml version="1.0" encoding="UTF-8"?>
<Message>
  <Header>
    <CollectionDetails>
      <Collection>CIN</Collection>
      <Year>2026</Year>
      <ReferenceDate>2026-03-31</ReferenceDate>
    </CollectionDetails>
    <Source>
      <SourceLevel>L</SourceLevel>
      <LEA>998</LEA>
    </Source>
  </Header>
  <Children>
    <Child>
      <ChildIdentifiers>
        <LAchildID>X0000001</LAchildID>
        <PersonBirthDate>2015-05-01</PersonBirthDate>
        <Sex>M</Sex>
      </ChildIdentifiers>
      <ChildCharacteristics>
        <Ethnicity>WBRI</Ethnicity>
      </ChildCharacteristics>
      <CINdetails>
        <CINreferralDate>2025-04-14</CINreferralDate>
        <ReferralSource>1A</ReferralSource>
        <ReferralNFA>true</ReferralNFA>
      </CINdetails>
    </Child>
    <Child>
      <ChildIdentifiers>
        <LAchildID>X0000002</LAchildID>
        <PersonBirthDate>2016-05-01</PersonBirthDate>
        <Sex>F</Sex>
      </ChildIdentifiers>
      <ChildCharacteristics>
        <Ethnicity>WBRI</Ethnicity>
      </ChildCharacteristics>
      <CINdetails>
        <CINreferralDate>2025-06-14</CINreferralDate>
        <ReferralSource>1A</ReferralSource>
        <ReferralNFA>true</ReferralNFA>
      </CINdetails>
    </Child>
  </Children>
</Message>
`;

/** A return of the children looked after. */
export const OTHER_COLLECTION = `<?xml version="1.0" encoding="UTF-8"?>
<EXPSSDA903>
  <CHILD/>
</EXPSSDA903>
`;

/** The small return with one text in place of another, at the first place or at every one. */
export function altered(from: string | RegExp, to: string): string {
  const text = SMALL_RETURN.replace(from, to);
  if (text === SMALL_RETURN) throw new Error(`the small return does not hold ${String(from)}`);
  return text;
}
