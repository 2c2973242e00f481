import type { ExportPlan } from "./export.ts";

/** The authority that the suite returns for; no real one has its number. */
const AUTHORITY = "998";

const IS_BORN = "PersonBirthDate IS NOT NULL AND PersonBirthDate <= :end";

/** Children in need: what was open in the year, as it was known on its last day. */
const CIN: ExportPlan = {
  child: "Child",
  childNeeds: ["CINdetails"],
  shown: {
    CINdetails: `CINreferralDate <= :end AND CASE ReferralNFA WHEN 'true' THEN CINreferralDate >= :start ELSE CINclosureDate IS NULL OR CINclosureDate >= :start END`,
    Assessments: "AssessmentActualStartDate <= :end AND (AssessmentAuthorisationDate IS NULL OR AssessmentAuthorisationDate >= :start)",
    FactorsIdentifiedAtAssessment: "(SELECT AssessmentAuthorisationDate FROM Assessments WHERE Assessments.id = FactorsIdentifiedAtAssessment.parent) <= :end",
    CINPlanDates: "CINPlanStartDate <= :end AND (CINPlanEndDate IS NULL OR CINPlanEndDate >= :start)",
    Section47: "S47ActualStartDate <= :end AND (DateOfInitialCPC >= :start OR (DateOfInitialCPC IS NULL AND S47ActualStartDate >= :start))",
    ChildProtectionPlans: "CPPstartDate <= :end AND (CPPendDate IS NULL OR CPPendDate >= :start)",
    PreProceedingsandFGDM: "PPStartDate <= :end",
  },
  items: {
    Sex: `CASE WHEN ${IS_BORN} THEN Sex ELSE 'U' END`,
    GenderCurrent: `CASE WHEN ${IS_BORN} THEN GenderCurrent ELSE '0' END`,
    ExpectedPersonBirthDate: `CASE WHEN ${IS_BORN} THEN NULL ELSE ExpectedPersonBirthDate END`,
    ReasonForClosure: "CASE WHEN CINclosureDate <= :end THEN ReasonForClosure END",
  },
  values: {
    CPPreviewDate: `value <= :end AND (value >= :start
      OR value = (SELECT MAX(value) FROM Reviews__CPPreviewDate AS other WHERE other.parent = listed.parent AND other.value < :start))`,
  },
  foreseen: ["InitialCPCtarget", "AssessmentInternalReviewDate"],
  around: (children, { end }) => ({
    Header: {
      CollectionDetails: { Collection: "CIN", Year: end.slice(0, 4), ReferenceDate: end },
      Source: { SourceLevel: "L", LEA: AUTHORITY, SoftwareCode: "Reference supplier", Release: "1" },
    },
    Children: { Child: children },
  }),
};

/** Children looked after: episodes and what stands beside them, as known on the last day of the year. */
const CLA: ExportPlan = {
  child: "CHILD",
  childNeeds: ["EPISODE", "HEADER"],
  shown: {
    CHILD: `EXISTS (SELECT 1 FROM EPISODE WHERE EPISODE.parent = CHILD.id AND DECOM <= :end AND (DEC IS NULL OR DEC >= :start))
      OR EXISTS (SELECT 1 FROM HEADER JOIN OC3 ON OC3.parent = HEADER.id WHERE HEADER.parent = CHILD.id)`,
    EPISODE: "DECOM <= :end AND (DEC IS NULL OR DEC >= :start)",
    AMISSING: "MIS_START <= :end AND (MIS_END IS NULL OR MIS_END >= :start)",
    AREVIEW: "REVIEW BETWEEN :start AND :end",
    AD_PLACED: "DATE_PLACED <= :end AND (DATE_PLACED_CEASED IS NULL OR DATE_PLACED_CEASED >= :start)",
    SW_EPISODE: "SW_DECOM <= :end AND (SW_DEC IS NULL OR SW_DEC >= :start)",
    DOLO: "DOLO_START <= :end AND (DOLO_END IS NULL OR DOLO_END >= :start)",
  },
  items: {
    REC: "CASE WHEN DEC <= :end THEN REC END",
    REASON_PLACE_CHANGE: "CASE WHEN DEC <= :end THEN REASON_PLACE_CHANGE END",
    REASON_PLACED_CEASED: "CASE WHEN DATE_PLACED_CEASED <= :end THEN REASON_PLACED_CEASED END",
  },
  values: {},
  foreseen: ["DUC"],
  around: (children) => ({ CHILD: children }),
};

export const PLANS: Readonly<Record<string, ExportPlan>> = { cin: CIN, cla: CLA };
