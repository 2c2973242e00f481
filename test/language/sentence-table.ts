import type { RuleText } from "./sentence-schema.ts";

/** Rules of the made-up collection, each with its sentence: written down to be read by people, so read them when they change. */
export const SENTENCES: readonly (readonly [rule: RuleText, sentence: string])[] = [
  [{ for: "Child/Stay", check: "End >= Start" }, "For each stay: the end date must be on or after the start date (not tested when either is empty)."],
  [{ for: "Child/Stay", check: "End > Start" }, "For each stay: the end date must be after the start date (not tested when either is empty)."],
  [{ for: "Child/Stay", check: "End != Start" }, "For each stay: the end date must differ from the start date (not tested when either is empty)."],
  [{ for: "Child/Stay", check: "Start < Birth" }, "For each stay: the start date must be before the date of birth (not tested when either is empty)."],
  [{ for: "Child/Stay", check: "End <= Death" }, "For each stay: the end date must be on or before the date of death (not tested when either is empty)."],
  [{ for: "Child", check: 'Sex == "F"' }, "For each child: the sex must be F (Female) (not tested when the sex is empty)."],
  [{ for: "Child", check: 'Sex != "U"' }, "For each child: the sex must not be U (Unknown) (not tested when the sex is empty)."],
  [{ for: "Child", check: 'same(Sex, "U")' }, "For each child: the sex must be U (Unknown)."],
  [{ for: "Child", check: '!same(Sex, "U")' }, "For each child: the sex must not be U (Unknown)."],
  [{ for: "Child", when: '!same(Sex, "U")', check: "present(Upn)" }, "For each child, when the sex is not U (Unknown) or is empty: the UPN must be given."],
  [
    { for: "Child/Stay", check: 'Reason in ["R1", "R2"]' },
    "For each stay: the reason for closure must be R1 (Adopted) or R2 (Died) (not tested when the reason for closure is empty).",
  ],
  [
    { for: "Child/Stay", check: 'Reason in group("after assessment")' },
    "For each stay: the reason for closure must be R8 (Closed after assessment) or R9 (Referred elsewhere) (not tested when the reason for closure is empty).",
  ],
  [
    { for: "Child/Stay", check: '!(Place in group("no URN"))' },
    "For each stay: the placement type must not be a code of the group ‘no URN’ (not tested when the placement type is empty).",
  ],
  [
    { for: "Child/Stay", when: 'Place in codeset("PLACE")', check: "present(Urn)" },
    "For each stay, when the placement type is a code of the list ‘Placement types’: the URN of the provider must be given.",
  ],
  [
    { for: "Child/Stay", when: 'Reason == "R8"', check: 'Reason != "R8" || Place == "A1"' },
    "For each stay, when the reason for closure is R8 (Closed after assessment): either the reason for closure must not be R8 or the placement type must be A1 (Foster carer) (not tested when the placement type is empty).",
  ],
  [{ for: "Child", check: "present(Birth)" }, "For each child: the date of birth must be given."],
  [{ for: "Child", check: "absent(Upn)" }, "For each child: the UPN must not be given."],
  [{ for: "Child", check: "present(Birth, Sex)" }, "For each child: the date of birth and the sex must both be given."],
  [{ for: "Child", check: "present(Birth, Sex, Upn)" }, "For each child: the date of birth, the sex and the UPN must all be given."],
  [{ for: "Child", check: "absent(Birth, Death)" }, "For each child: neither the date of birth nor the date of death may be given."],
  [{ for: "Child", check: "any_present(Birth, Upn)" }, "For each child: at least one of the date of birth and the UPN must be given."],
  [{ for: "Child", check: "!any_present(Birth, Upn, Sex)" }, "For each child: none of the date of birth, the UPN and the sex may be given."],
  [{ for: "Child", check: "present(Birth) == present(Sex)" }, "For each child: either both or neither of the date of birth and the sex must be given."],
  [{ for: "Child", check: "present(Birth) != present(Upn)" }, "For each child: exactly one of the date of birth and the UPN must be given."],
  [{ for: "Child", check: "present(Checks)" }, "For each child: the health checks up to date must be given."],
  [{ for: "Child", check: "present(Convicted) && valid(Convicted)" }, "For each child: ‘Convicted or cautioned’ must be given and must be a valid code."],
  [{ for: "Child", check: "present(Health)" }, "For each child: there must be a record ‘Outcomes’."],
  [
    { for: "Child/Health", when: "present(Health)", check: "present(Checks)" },
    "For each record ‘Outcomes’, when something is given in the record ‘Outcomes’: the health checks up to date must be given.",
  ],
  [{ for: "Child", check: "present(Stay)" }, "For each child: there must be at least one stay."],
  [{ for: "Child/Stay", check: "absent(Plan, Enquiry, End)" }, "For each stay: there must be no child in need plan, section 47 enquiry or stay end date."],
  [{ for: "Child/Stay", check: "present(Plan.Began)" }, "For each stay: there must be at least one child in need plan start date."],
  [{ for: "Child", check: "valid(Sex)" }, "For each child: the sex must be a valid code (not tested when the sex is empty)."],
  [
    { for: "Child", check: "valid(Birth) && Birth <= collection.end" },
    "For each child: the date of birth must be a valid date and must be on or before the end of the year (not tested when the date of birth is empty).",
  ],
  [{ for: "Child/Stay", check: "in_year(End)" }, "For each stay: the end date must be in the year (not tested when the end date is empty)."],
  [{ for: "Child/Stay", check: "!in_year(End)" }, "For each stay: the end date must not be in the year (not tested when the end date is empty)."],
  [
    { for: "Child/Stay", check: "in_year(End) && End >= Birth" },
    "For each stay: the end date must be in the year, and the end date must be on or after the date of birth (this part is not tested when the date of birth is empty) (nothing is tested when the end date is empty).",
  ],
  [
    { for: "Child/Stay", check: "between(Away, 0, 999.9)" },
    "For each stay: the distance from home must be between 0 and 999.9, both included (not tested when the distance from home is empty).",
  ],
  [{ for: "Child/Stay", check: "Moves > 2" }, "For each stay: the number of moves must be more than 2 (not tested when the number of moves is empty)."],
  [{ for: "Child/Stay", check: "Refused" }, "For each stay: ‘Offer refused’ must be true (not tested when ‘Offer refused’ is empty)."],
  [{ for: "Child/Stay", when: "!Refused", check: "same(Refused, false)" }, "For each stay, when ‘Offer refused’ is false: ‘Offer refused’ must be false."],
  [
    { for: "Child/Stay", check: "Start >= working_days_before(collection.end, 45)" },
    "For each stay: the start date must be no earlier than 45 working days before the end of the year (not tested when the start date is empty).",
  ],
  [
    { for: "Child/Stay", check: "Start >= Birth - days(280)" },
    "For each stay: the start date must be no earlier than 280 days before the date of birth (not tested when the start date or the date of birth is empty).",
  ],
  [
    { for: "Child/Stay", when: "Birth + years(25) < collection.end", check: "End <= Birth + years(25)" },
    "For each stay, when the day 25 years after the date of birth is before the end of the year: the end date must be no later than 25 years after the date of birth (not tested when the end date is empty).",
  ],
  [
    { for: "Child/Stay", check: "Start >= turns(18)" },
    "For each stay: the start date must be on or after the 18th birthday counted from the date of birth (not tested when the start date or the date of birth is empty).",
  ],
  [
    { for: "Child", check: "age(Birth, collection.end) in [17, 18]" },
    "For each child: the age at the end of the year counted from the date of birth must be 17 or 18 (not tested when the date of birth is empty).",
  ],
  [
    { for: "Child/Stay", check: "days_between(Start, ends) <= 21" },
    "For each stay: the number of days from the start date to the last day of the stay must be at most 21 (not tested when the start date is empty).",
  ],
  [
    { for: "Child/Stay", check: "End > first_present(Death, collection.end)" },
    "For each stay: the end date must be after the date of death or, if that is empty, the end of the year (not tested when the end date is empty).",
  ],
  [
    { for: "Child", check: "Birth <= date(year(collection.end) - 6, 8, 31)" },
    "For each child: the date of birth must be on or before 31 August of the calendar year 6 years before that of the end of the year (not tested when the date of birth is empty).",
  ],
  [
    { for: "Child", check: 'Birth >= date("1991-10-14")' },
    "For each child: the date of birth must be on or after 14 October 1991 (not tested when the date of birth is empty).",
  ],
  [
    { for: "Child/Stay", check: "is_weekday(Start)" },
    "For each stay: the start date must be a day from Monday to Friday (not tested when the start date is empty).",
  ],
  [
    { for: "Child", check: 'matches(Upn, "[A-Z][0-9]{11}[0-9A-Z]")' },
    "For each child: the UPN must be made of one letter, then 11 digits, then one letter or digit (not tested when the UPN is empty).",
  ],
  [{ for: "Child", check: "size(Upn) == 13" }, "For each child: the number of characters of the UPN must be 13 (not tested when the UPN is empty)."],
  [
    { for: "Child", check: "characters(Upn, 1, 1) == upn_check_letter(Upn)" },
    "For each child: character 1 of the UPN must be the same as the check letter that belongs to the UPN (not tested when the UPN is empty).",
  ],
  [
    { for: "Child/Stay", when: "present(End)", check: "Plan.all(p, present(p.Ended))" },
    "For each stay, when the end date is given: every child in need plan must have an end date.",
  ],
  [
    { for: "Child/Stay", check: "Plan.all(p, p.Ended >= p.Began)" },
    "For each stay: for every child in need plan, its end date must be on or after its start date (not tested where its end date or its start date is empty).",
  ],
  [
    { for: "Child/Stay", check: "Plan.all(p, p.Began >= Start)" },
    "For each stay: the start date of every child in need plan must be on or after the stay start date (not tested where its start date is empty) (nothing is tested when the stay start date is empty).",
  ],
  [{ for: "Child", check: 'Disability.all(d, d == "NONE")' }, "For each child: every disability must be NONE (No disability) (empty ones are not tested)."],
  [
    { for: "Child", check: "present(Disability) && Disability.all(d, present(d))" },
    "For each child: there must be at least one disability and every disability must be given.",
  ],
  [
    { for: "Child", check: "present(Disability) && Disability.all(d, present(d) && valid(d))" },
    "For each child: there must be at least one disability, and every disability must be given and must be a valid code.",
  ],
  [
    { for: "Child", check: "Disability.none(d, present(d) && !valid(d))" },
    "For each child: there must be no disability that is given and is not a valid code.",
  ],
  [
    { for: "Child/Disability", check: "valid(Disability)" },
    "For each disability: the disability must be a valid code (not tested when the disability is empty).",
  ],
  [
    { for: "Child/Stay/Reviews", check: "Review.all(r, valid(r))" },
    "For each record ‘Reviews’: every review date must be a valid date (empty ones are not tested).",
  ],
  [{ for: "Child", check: 'Disability.contains("NONE")' }, "For each child: the disabilities must include NONE (No disability)."],
  [
    { for: "Child", when: 'Disability.contains("NONE")', check: 'Disability.none(d, d != "NONE")' },
    "For each child, when the disabilities include NONE (No disability): there must be no disability that is not NONE.",
  ],
  [
    { for: "Child", check: 'Disability.filter(d, d != "NONE").distinct().size() >= 2' },
    "For each child: there must be at least two different disabilities that are not NONE (No disability).",
  ],
  [
    { for: "Child/Stay", check: "Enquiry.none(q, q.Met == End)" },
    "For each stay: there must be no section 47 enquiry whose conference date is the same as the stay end date (not tested when the stay end date is empty).",
  ],
  [
    { for: "Child/Stay", check: "Plan.exists(p, p.Began <= Start && absent(p.Ended))" },
    "For each stay: there must be at least one child in need plan whose start date is on or before the stay start date and that has no end date (reported as well when the stay start date is empty).",
  ],
  [
    { for: "Child/Stay", check: "Enquiry.exists(q, absent(q.Met) || q.Met > End)" },
    "For each stay: there must be at least one section 47 enquiry that has no conference date or whose conference date is after the stay end date.",
  ],
  [{ for: "Child", check: "!Stay.exists(s, s.short_break)" }, "For each child: there must be no stay that counts as ‘Short break’."],
  [
    { for: "Child", check: "Stay.none(s, !s.short_break && in_year(s.Start))" },
    "For each child: there must be no stay that does not count as ‘Short break’ and whose start date is in the year.",
  ],
  [{ for: "Child", check: "Stay.Plan.count(p, absent(p.Ended)) <= 1" }, "For each child: there must be at most one child in need plan that has no end date."],
  [{ for: "Child", when: "Stay.size() == 1", check: "Stay.size() > 0" }, "For each child, when there is exactly one stay: there must be at least one stay."],
  [{ for: "Child/Stay", check: "short_break" }, "For each stay: the stay must count as ‘Short break’."],
  [
    { for: "Child/Stay", when: "not_known", check: "!short_break" },
    "For each stay, when the child counts as ‘Sex not known’: the stay must not count as ‘Short break’.",
  ],
  [
    { for: "Child/Stay", check: "open_on(Birth)" },
    "For each stay: the stay must count as ‘Open’ for the date of birth (not tested when the date of birth is empty) (not fully tested when the start date is empty).",
  ],
  [
    { for: "Child/Stay", when: "present(previous)", check: "Start >= previous.End" },
    "For each stay, when there is a previous stay: the start date must be on or after the end date of the previous stay (not tested when either is empty).",
  ],
  [{ for: "Child/Stay", when: "absent(next)", check: "absent(End)" }, "For each stay, when there is no next stay: the end date must not be given."],
  [
    { for: "Child/Stay", check: "same(Place, previous.previous.Place)" },
    "For each stay: the placement type must be the same as the placement type of the stay before the previous one.",
  ],
  [
    { for: "Child/Stay", check: "Child.Stay.none(s, s.Start > Start)" },
    "For each stay: there must be no stay of the child whose start date is after the start date of this stay (not tested when the stay start date is empty).",
  ],
  [
    { for: "Child", check: "Stay.last().End <= Death" },
    "For each child: the end date of the last stay must be on or before the date of death (not tested when either is empty).",
  ],
  [
    { for: "Child", check: "Stay.first(s, !s.short_break).Start >= Birth" },
    "For each child: the start date of the first stay that does not count as ‘Short break’ must be on or after the date of birth (not tested when either is empty).",
  ],
  [
    { for: "Child", check: "spells.exists(p, p.began <= Birth)" },
    "For each child: there must be at least one of the periods of care whose first day of the period is on or before the date of birth (reported as well when the date of birth is empty).",
  ],
  [
    { for: "Child/Stay", check: "End >= latest(Plan.Ended, Enquiry.Met, Death)" },
    "For each stay: the end date must be on or after the latest of the child in need plan end dates, the conference dates and the date of death (not tested when the end date is empty, or none of those dates is given).",
  ],
  [
    { for: "Child", check: "latest(Birth, Death) <= collection.end" },
    "For each child: the latest of the date of birth and the date of death must be on or before the end of the year (not tested when neither the date of birth nor the date of death is given).",
  ],
  [
    { for: "Child", when: "present(last_return)", check: "same(Sex, last_return.Sex)" },
    "For each child, when the child is in last year’s return: the sex must be the same as the sex in last year’s return.",
  ],
  [
    { for: "Child", check: "absent(last_return.Stay) || present(Stay)" },
    "For each child: either there must be no stay in last year’s return or there must be at least one stay.",
  ],
  [
    { for: "Child/Stay", when: "Start < last_return.collection.start", check: "Start == last_return.Stay.last().Start" },
    "For each stay, when the start date is before the start of last year: the stay start date must be the same as the start date of the last stay in last year’s return (not tested when the start date of the last stay in last year’s return is empty).",
  ],
  [
    { for: "Child", check: 'return_before_last.Sex == "F"' },
    "For each child: the sex in the return of the year before last must be F (Female) (not tested when the sex in the return of the year before last is empty).",
  ],
  [
    { for: "Return", check: "same(Day, collection.reference_date)" },
    "For the return: the reference date must be the same as the reference date of the collection.",
  ],
  [
    { for: "Return", check: "abs(children - last_return.children) * 100 < last_return.children * 15" },
    "For the return: the difference between the figure ‘Children’ and the figure ‘Children’ in last year’s return must be less than 15% of the figure ‘Children’ in last year’s return.",
  ],
  [
    { for: "Return", check: "Child.count(c, absent(c.Birth)) * 100 <= Child.size() * 2" },
    "For the return: the number of children in the return that have no date of birth must be at most 2% of the number of children in the return.",
  ],
  [
    { for: "Return", check: "Child.Stay.count(s, in_year(s.Start)) <= Child.Stay.Plan.size() + 1" },
    "For the return: the number of stays in the return whose start date is in the year must be at most the number of child in need plans in the return plus 1.",
  ],
  [
    { for: "Child", check: "Stay.sum(s, overlap_days(s.Start, s.ends, collection.start, collection.end)) <= 75" },
    "For each child: the total, over the stays, of the number of days that the time from its start date to its last day of the stay and the time from the start of the year to the end of the year have in common must be at most 75.",
  ],
  [
    { for: "Child/Stay", when: "present(Urn)", check: "Urn in reference.providers" },
    "For each stay, when the URN of the provider is given: the URN of the provider must be listed in the reference table ‘providers’.",
  ],
  [
    { for: "Child/Stay", check: "reference.providers(Urn).exists(r, r.Places.contains(Place))" },
    "For each stay: there must be at least one entry of the reference table ‘providers’ for this key whose ‘Places’ include the placement type (reported as well when the placement type is empty).",
  ],
  [
    { for: "Child/Stay", check: "Urn == collection.authority" },
    "For each stay: the URN of the provider must be the same as the authority that makes the return (not tested when the URN of the provider is empty).",
  ],
  [
    { for: "Child/Stay/Reviews/Review", check: "Review > Start" },
    "For each review date: the review date must be after the stay start date (not tested when either is empty).",
  ],
  [
    { for: "Child", variables: { a: "Stay.Plan", b: "Stay.Plan" }, when: "a.Began >= b.Began", check: "a.Began > first_present(b.Ended, collection.end)" },
    "For any two child in need plans A and B of a child, when the start date of A is on or after the start date of B: the start date of A must be after the end date of B or, if that is empty, the end of the year.",
  ],
  [
    { for: "Child", variables: { plan: "Stay.Plan", enquiry: "Stay.Enquiry" }, check: "plan.Began >= enquiry.Opened" },
    "For each child in need plan and section 47 enquiry of a child: the child in need plan start date must be on or after the section 47 enquiry start date (not tested when either is empty).",
  ],
  [
    { for: "Child", variables: { spell: "Stay.runs(a, b, b.Start == a.End)" }, check: "spell.began >= Birth" },
    "For each child and each unbroken series of stays in which, for each stay after the first, its start date is the same as the end date of the one before: the first day of the period of the series must be on or after the date of birth (not tested when the start date of that stay or the date of birth is empty).",
  ],
  [{ for: "Child", unique: "Upn" }, "For each child: the UPN must differ between all children of the return (empty ones are not compared)."],
  [{ for: "Child", when: "present(Upn)", unique: "Upn" }, "For each child, when the UPN is given: the UPN must differ between all children of the return."],
  [
    { for: "Child/Disability", unique: "Disability", within: "Child" },
    "For each disability: the disability must differ between the disabilities of the same child (empty ones are not compared).",
  ],
  [
    { for: "Child/Stay", let: { limit: "Birth + years(18)" }, check: "Start <= limit" },
    "For each stay: the start date must be on or before 18 years after the date of birth (not tested when the start date or the date of birth is empty).",
  ],
  [
    { for: "Child", let: { open_plans: "Stay.Plan.filter(p, absent(p.Ended))" }, when: "present(open_plans)", check: "open_plans.all(p, in_year(p.Began))" },
    "For each child, when there is at least one of the ‘open plans’: the start date of each of the ‘open plans’ must be in the year (not tested where its start date is empty); here ‘open plans’ means the child in need plans that have no end date.",
  ],
  [
    { for: "Child/Stay", check: "(present(End) && End >= Start) || short_break" },
    "For each stay: either the end date must be given and must be on or after the start date, or the stay must count as ‘Short break’ (not fully tested when the start date is empty).",
  ],
  [
    { for: "Child/Stay", check: "(absent(End) || End <= collection.end) && (absent(Urn) || present(Place))" },
    "For each stay: the end date must not be given or must be on or before the end of the year, and either the URN of the provider must not be given or the placement type must be given.",
  ],
  [
    { for: "Child/Stay", check: "Plan.exists(p, p.Began == Start) || Refused" },
    "For each stay: either there must be at least one child in need plan whose start date is the same as the stay start date or ‘Offer refused’ must be true (not tested when ‘Offer refused’ is empty).",
  ],
  [
    { for: "Child/Stay", when: "present(Start)", check: "Plan.exists(p, p.Began == Start)" },
    "For each stay, when the start date is given: there must be at least one child in need plan whose start date is the same as the stay start date.",
  ],
  [
    { for: "Child/Stay", check: 'Reason == "R8" || (present(End) && Start <= Birth)' },
    "For each stay: either the reason for closure must be R8 (Closed after assessment), or the end date must be given and the start date must be on or before the date of birth (not tested when the reason for closure is empty) (not fully tested when the start date or the date of birth is empty).",
  ],
  [
    { for: "Child/Stay", check: "(Start > Birth && Moves > 1) || (End < Death && Moves <= 1)" },
    "For each stay: either the start date must be after the date of birth and the number of moves must be more than 1, or the end date must be before the date of death and the number of moves must be at most 1 (not fully tested when any of the start date, the date of birth, the number of moves, the end date or the date of death is empty).",
  ],
  [
    { for: "Child/Stay", check: 'Start > Birth && present(Place) && Place == "A1" && !(Reason in ["R1"])' },
    "For each stay: the start date must be after the date of birth (this part is not tested when the start date or the date of birth is empty), the placement type must be given and must be A1 (Foster carer), and the reason for closure must not be R1 (Adopted) (this part is not tested when the reason for closure is empty).",
  ],
  [
    { for: "Child", check: '(Stay + last_return.Stay).none(s, s.Reason == "R2")' },
    "For each child: there must be none of the stays and stays in last year’s return whose reason for closure is R2 (Died).",
  ],
  [{ for: "Child/Stay", check: "Moves >= -1" }, "For each stay: the number of moves must be at least minus 1 (not tested when the number of moves is empty)."],
];
