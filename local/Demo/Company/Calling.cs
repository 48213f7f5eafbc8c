namespace Plumbline.Local.Demo.Company;

/// <summary>Calls from booking to outcome.</summary>
internal sealed class Calling(DemoWorld world, Draw draw)
{
    private readonly Deck<CallOutcome> outcomes = new(draw, (CallOutcome.Showed, 4), (CallOutcome.NoShow, 1));
    private readonly Deck<bool> cancellations = new(draw, (true, 1), (false, 9));

    // Of those who showed, how the closers write it down; of those who cancelled, whether anyone does.
    private readonly Deck<CallOutcome> showed = new(
        draw, (CallOutcome.Showed, 24), (CallOutcome.Completed, 2), (CallOutcome.ShowedThenNoShow, 1), (CallOutcome.NoShowThenShowed, 2), (CallOutcome.BackAndForth, 1));

    private readonly Deck<CallOutcome> cancelled = new(draw, (CallOutcome.Cancelled, 4), (CallOutcome.Pending, 1), (CallOutcome.Deleted, 1));
    private readonly Deck<bool> moves = new(draw, (true, 1), (false, 6));

    /// <returns>Null when there is no slot left before the end.</returns>
    public Call? Book(Contact contact, DateTimeOffset at, StaffMember owner) => Add(contact, at, draw.Pick(DemoCompany.SalesCalendars), owner, leastDays: 1, mostDays: 6);

    /// <summary>Plays a call to its outcome; some are moved before.</summary>
    public void Play(Call call)
    {
        if (moves.Deal()) Move(call);
        switch (cancellations.Deal() ? cancelled.Deal() : outcomes.Deal() is CallOutcome.NoShow ? CallOutcome.NoShow : showed.Deal())
        {
            case CallOutcome.Showed:
                Note(call, "showed");
                break;
            case CallOutcome.Completed:
                Note(call, "completed");
                break;
            case CallOutcome.NoShow:
                Note(call, "noshow");
                break;
            case CallOutcome.Cancelled:
                Change(call, Before(call), CallChange.Update, "cancelled");
                break;
            case CallOutcome.ShowedThenNoShow:
                if (Note(call, "showed")) Correct(call, "noshow");
                break;
            case CallOutcome.NoShowThenShowed:
                if (Note(call, "noshow")) Correct(call, "showed");
                break;
            case CallOutcome.BackAndForth:
                if (Note(call, "showed") && Correct(call, "noshow")) Correct(call, "showed");
                break;
            case CallOutcome.Deleted:
                Change(call, Before(call), CallChange.Delete, call.Latest.Status);
                break;
            case CallOutcome.Pending:
            default:
                break;
        }
    }

    /// <summary>With a new client, on a calendar that is not for sales.</summary>
    public void Onboard(Contact contact, DateTimeOffset from)
    {
        if (draw.AtWork(from, TimeSpan.FromHours(2), TimeSpan.FromDays(3)) is { } at
            && Add(contact, at, DemoCompany.OnboardingCalendar, DemoCompany.SuccessManager, leastDays: 3, mostDays: 8) is { } call)
            Note(call, "showed");
    }

    /// <summary>A call of someone who turns out to be spam.</summary>
    public void BookByMistake(Contact contact)
    {
        if (Book(contact, draw.Take(contact.Latest.At.AddMinutes(3)), draw.Pick(DemoCompany.Closers)) is { } call)
            Change(call, Before(call), CallChange.Update, "invalid");
    }

    public void BookAndCancel(Contact contact)
    {
        if (Book(contact, draw.Take(contact.Latest.At.AddMinutes(9)), draw.Pick(DemoCompany.Closers)) is { } call)
            Change(call, Before(call), CallChange.Update, "cancelled");
    }

    private Call? Add(Contact contact, DateTimeOffset at, string calendar, StaffMember owner, int leastDays, int mostDays)
    {
        if (draw.Slot(at, leastDays, mostDays) is not { } start) return null;
        var call = new Call(world.NewId("Appt"), contact, calendar, at);
        call.States.Add(new CallState(draw.Take(at.AddMilliseconds(600)), CallChange.Create, draw.Chance(0.15) ? "new" : "confirmed", start, owner));
        world.Calls.Add(call);
        return call;
    }

    private void Move(Call call)
    {
        if (Before(call) is { } at && draw.Slot(at, 1, 7) is { } start && start > at && start != call.Latest.StartAt)
            call.States.Add(call.Latest with { At = at, Change = CallChange.Update, Status = "confirmed", StartAt = start });
    }

    private bool Note(Call call, string status) => Change(
        call, draw.After(Later(call.Latest.EndAt, call.Latest.At), TimeSpan.FromMinutes(5), TimeSpan.FromHours(20)), CallChange.Update, status);

    private bool Correct(Call call, string status) => Change(
        call, draw.AtWork(call.Latest.At, TimeSpan.FromHours(1), TimeSpan.FromDays(6)), CallChange.Update, status);

    private static bool Change(Call call, DateTimeOffset? at, CallChange change, string status)
    {
        if (at is not { } moment) return false;
        call.States.Add(call.Latest with { At = moment, Change = change, Status = status });
        return true;
    }

    private DateTimeOffset? Before(Call call)
    {
        var left = call.Latest.StartAt - call.Latest.At;
        return draw.After(call.Latest.At, left * 0.1, left * 0.8);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
