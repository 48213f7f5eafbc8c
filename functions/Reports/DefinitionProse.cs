namespace Plumbline.Reports;

/// <summary>What the sheet of definitions says of all KPIs together, and of the two reports that are no KPIs.</summary>
internal static class DefinitionProse
{
    public const string HowToRead = """
        # What each number means

        Written from the definitions in the database (`config.kpi_definitions`); `./test --update-docs` writes it anew, and a test fails
        when it is not current. [Why definitions are data](decisions/0007-definitions-are-data.md) tells how one is changed.

        ## How to read it

        - **A KPI** is a sum of measures, or one such sum divided by another: a quotient of sums, never a mean of quotients. Over nothing it
          has no value; it is not 0.
        - **A period** runs from a date to before another, in the tenant's own dates and time zone. What a period adds up counts at the
          moment its rule names. A stock is what there was when the period ended; while the period is running, that is the end of today.
        - **Money** is per currency, each in a row of its own, and is never added across currencies. Amounts are kept in minor units.
        - **Any tag filters any KPI**: `department`, `team`, `owner_id`, `client_id`, `branch`, `source_funnel`, `utm_source`, `utm_medium`,
          `utm_campaign`, `utm_term`, `utm_content`. What no source says is `unknown`, and stays in the company's figure.
        - **A correction** is a row too: one that voids a row takes it out of every number, one with an amount is added to its measure.
        - **The latest version holds.** A closed month keeps the figures it was frozen with and names the definitions of that time.
        - **Targets** are set by month, by finance's latest statement of that month (`finance.posted`), else by the tenant's settings;
          money by currency, ratios as parts of 1.
        - **The owner of the fact** is the source that is believed when two disagree.

        """;

    public const string SharedFiles = """
        ## What all of them share

        The formula, the union of all measures, the tags a fact takes from its client and its owner, time zones and corrections:

        """;

    public const string Conversion = """
        ## The conversion model

        visitor → lead → qualified → booked → completed → won, **of this period's leads**: unlike the KPIs above, which count what happened in
        the period, it follows the clients who became leads in the period, wherever in time their next steps lie.

        - **A lead** is dated as for [Leads](#leads). A stage counts when the lead reached it within the tenant's window (90 days unless set)
          of becoming one: *qualified* by a deal in a stage or a label that means it, *booked* by its first appointment on a sales calendar,
          *completed* by the first that took place, *won* by its first deal that is won.
        - **A later stage implies the earlier ones**: who has bought was a qualified lead, whoever forgot to say so. How many were counted
          so is shown.
        - **Rates** are named by their step, `lead_to_booked` and so on, so that nobody takes them for the KPIs. While the window of some
          lead is still running they are provisional.
        - **A stage without a signal is "not yet modeled"**: its count and the steps to and from it have no value, and nothing is guessed.
        - **Visitors** are different visitors of the period. They stand before the model: nobody knows which lead a visitor became.
        - **Left out, and counted**, by the first that fits as it stands now: test, internal, spam, deleted, partial (neither e-mail address
          nor phone number). An unknown source is a tag, and stays in.
        - **The prior period** is on equal footing: a running period is compared with the same days of the one before, whole months with whole
          months, and each as it stood the same time after it began.
        - **The self-check** counts the leads that a later stage implied, and calls and deals of people who are no lead at all. It is shown
          beside the numbers and fails no report.

        ## Stage conversion

        Of the deals that entered a stage of a pipeline in the period, how many entered another stage afterwards.

        - **Pairs** are each stage and the next one, in the pipeline's order; given pairs replace them.
        - **A deal counts once** for each stage it leaves from, however often it entered it, and converts when it entered the other stage after
          one of those entries; less than the window's days later, if a window is given. That may be after the period's end.
        - **A stage that was skipped was not entered**: the deal does not convert to it.
        - **Over nothing** there is no rate.
        - **A run is kept** with what it was asked for, who asked and what it saw, so that its figures can be computed again. One that failed
          is kept with its error.

        """;
}
