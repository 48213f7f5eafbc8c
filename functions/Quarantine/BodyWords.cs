namespace Plumbline.Quarantines;

/// <summary>The words that sources write themselves. Another word may be somebody's, and is not told from a name or an illness by its letters.</summary>
internal static class BodyWords
{
    /// <summary>Members in which sources write them.</summary>
    public static readonly HashSet<string> Names =
    [
        "object", "type", "event_type", "eventType", "status", "appointmentStatus", "appoinmentStatus", "callStatus", "messageType", "direction", "currency",
        "interval", "billing_scheme", "usage_type", "tiers_mode", "collection_method", "billing_reason", "failure_code", "reason",
    ];

    /// <summary>What Stripe's ids begin with.</summary>
    public static readonly HashSet<string> IdPrefixes = Split("""
        acct ba bpc bps btok card ch cn cs_live cs_test cus dp du evt evt_test fee file fr ii il in ipi li link mandate mtr pi plan plink pm po prc price
        prod promo pst py pyr qt re req rx seti si sli src sub sub_sched tok tr trr tu txcd txi txn txr tax we
        """);

    private static readonly HashSet<string> Statuses = Split("""
        abandoned accepted active blocked booked busy canceled cancelled chargeable charge_refunded clicked complete completed confirmed connected consumed
        delivered draft expired failed in_transit incomplete incomplete_expired invalid lost needs_response new no-answer no-show no_show noshow open opened
        paid past_due paused pending processing read rescheduled requires_action requires_capture requires_confirmation requires_payment_method reversed scheduled
        sent showed succeeded trialing uncaptured uncollectible under_review undelivered unconfirmed unpaid void voicemail voided
        warning_closed warning_needs_response warning_under_review won
        """);

    // Objects of Stripe; of an event's type the first word is one of them, or a product's.
    private static readonly HashSet<string> Objects = Split("""
        account application application_fee balance balance_transaction billing_portal card capability cash_balance charge checkout climate session coupon credit_note
        customer discount dispute early_fraud_warning entitlements event external_account fee_refund file financial_connections identity invoice invoice_payment invoiceitem
        issuing_authorization issuing_card issuing_dispute issuing_transaction line_item list mandate payment_intent payment_link payment_method payout
        plan price product promotion_code quote radar refund reporting review setup_intent source subscription subscription_item
        subscription_schedule tax tax_id tax_rate terminal test_helpers topup transfer transfer_reversal treasury
        checkout.session billing_portal.session v2.core.event
        """);

    private static readonly HashSet<string> Deeds = Split("""
        aborted accepted action_required amount_capturable_updated async_payment_failed async_payment_succeeded attached automatically_updated available
        canceled captured closed completed created deleted detached expired expiring failed finalization_failed finalized funds_reinstated funds_withdrawn
        marked_uncollectible opened overdue overpaid paid partially_funded paused payment_action_required payment_attempt_required payment_failed
        payment_succeeded pending pending_update_applied pending_update_expired processing reconciliation_completed refunded released requires_action resumed
        reversed sent setup_failed succeeded trial_will_end upcoming updated voided will_be_due
        """);

    private static readonly HashSet<string> CrmObjects = Split("""
        Appointment Association Campaign Company Contact ContactDnd ContactTag Conversation ConversationUnread CustomObject Inbound Invoice InvoicePartially
        Location Note Opportunity OpportunityAssignedTo OpportunityMonetaryValue OpportunityStage OpportunityStatus Order OrderStatus Outbound Plan Price
        Product ProviderOutbound Record Relation Task User
        """);

    private static readonly string[] CrmDeeds = ["Create", "Update", "Delete", "Complete", "Message", "Paid", "Sent", "Void", "Changed"];

    private static readonly HashSet<string> Kinds = Split("""
        adjustment advance anticipation_repayment application_fee_refund charge flexible classic metered licensed one_time payment payment_refund payout
        payout_cancel payout_failure payout_minimum_balance_hold recurring refund refund_failure reserve_transaction standard stripe_fee stripe_fx_fee
        tax_fee topup topup_reversal transfer transfer_refund card bank_account fixed inquiry chargeback INSTALL UNINSTALL
        """);

    private static readonly HashSet<string> Others = Split("""
        inbound outbound
        CALL CAMPAIGN_CALL CAMPAIGN_VOICEMAIL CUSTOM CUSTOM_EMAIL CUSTOM_SMS EMAIL FACEBOOK FB GMB IG INSTAGRAM LIVE_CHAT RCS REVIEW SMS VOICEMAIL WEBCHAT
        WHATSAPP Call Email SMS
        day week month year per_unit tiered licensed metered graduated volume charge_automatically send_invoice
        automatic_pending_invoice_item_invoice manual quote_accept subscription subscription_create subscription_cycle subscription_threshold subscription_update upcoming
        account_closed authentication_required card_declined debit_not_authorized expired_card incorrect_cvc insufficient_funds processing_error
        bank_cannot_process check_returned credit_not_processed customer_initiated duplicate expired_uncaptured_charge fraudulent general
        incorrect_account_details lost_or_stolen_card product_not_received product_unacceptable requested_by_customer subscription_canceled unrecognized
        """);

    private static readonly HashSet<string> Currencies = Split("""
        AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CVE CZK DJF DKK DOP DZD
        EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP
        LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR
        SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW
        """);

    /// <param name="name">One of <see cref="Names"/>.</param>
    public static bool Knows(string name, string text) => name switch
    {
        "object" => Objects.Contains(text),
        "type" or "event_type" or "eventType" => Kinds.Contains(text) || IsGoHighLevelType(text) || IsStripeType(text),
        "currency" => (text.All(char.IsAsciiLetterUpper) || text.All(char.IsAsciiLetterLower)) && Currencies.Contains(text.ToUpperInvariant()),
        "status" or "appointmentStatus" or "appoinmentStatus" or "callStatus" => Statuses.Contains(text),
        _ => Others.Contains(text),
    };

    private static bool IsStripeType(string text) =>
        text.Split('.') is { Length: > 1 } parts && Objects.Contains(parts[0]) && parts.Skip(1).All(part => Objects.Contains(part) || Deeds.Contains(part));

    private static bool IsGoHighLevelType(string text) =>
        CrmDeeds.Any(deed => text.EndsWith(deed, StringComparison.Ordinal) && CrmObjects.Contains(text[..^deed.Length]));

    private static HashSet<string> Split(string words) => [.. words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
}
