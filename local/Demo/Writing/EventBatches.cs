using Plumbline.Local.Demo.Company;

namespace Plumbline.Local.Demo.Writing;

/// <summary>CloudEvents in batches, one a week or month and type.</summary>
internal sealed class EventBatches(DemoWorld world)
{
    private readonly Dictionary<string, int> written = [];

    public IEnumerable<DemoDelivery> Weekly<T>(string type, string name, IEnumerable<T> all, Func<T, DateTimeOffset> at, Func<string, string, T, object> write) => all
        .OrderBy(at)
        .GroupBy(item => WeekOf(at(item)))
        .Select(week => Batch(type, name, week.Key, [.. week.Select(item => write(type, name, item))], week.Max(at)));

    public IEnumerable<DemoDelivery> Monthly<T>(string type, string source, IEnumerable<T> all, Func<T, DateTimeOffset> at, Func<T, object> data)
    {
        var name = type.Replace('.', '-');
        return all
            .OrderBy(at)
            .GroupBy(item => DemoPlan.MonthOf(at(item)))
            .Select((month, number) => Batch(type, name, number, [.. month.Select(item => Envelope(source, name, type, at(item), data(item)))], month.Max(at)));
    }

    public DemoDelivery Batch(string type, string name, int number, object[] events, DateTimeOffset at) =>
        new(DemoChannel.Events, $"{name}-{world.Plan.AnchorMonth:yyyyMM}-{number}", type, at, DeliveryJson.Write(events)) { Items = events.Length };

    public object Envelope(string source, string name, string type, DateTimeOffset at, object data)
    {
        var number = written[name] = written.GetValueOrDefault(name) + 1;
        return new
        {
            specversion = "1.0",
            Id = $"{name}-{world.Plan.AnchorMonth:yyyyMM}-{number:D6}",
            Source = source,
            Type = type,
            Time = DeliveryJson.Instant(at),
            Data = data,
        };
    }

    private int WeekOf(DateTimeOffset at) => (int)Math.Floor((at - DemoPlan.StartOf(world.Plan.FirstMonth)) / TimeSpan.FromDays(7));
}
