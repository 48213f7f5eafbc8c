namespace Plumbline.Tests.Sql.Model;

/// <summary>What most changes of a history are about.</summary>
internal enum Theme
{
    Everything,
    Cash,
    Leads,
    Deals,
    Marketing,
    Success,
    Subscriptions,
}
