using System.Globalization;

namespace Plumbline.Tenants;

/// <summary>How a tenant's numbers and dates are written. Months are Gregorian everywhere, whatever the culture's own calendar.</summary>
public static class TenantCulture
{
    public static CultureInfo Of(Tenant tenant) => Of(tenant.Culture);

    public static CultureInfo Of(string name)
    {
        var culture = CultureInfo.GetCultureInfo(name);
        if (culture.Calendar is GregorianCalendar || culture.OptionalCalendars.OfType<GregorianCalendar>().FirstOrDefault() is not { } calendar)
        {
            return culture;
        }

        var gregorian = (CultureInfo)culture.Clone();
        gregorian.DateTimeFormat.Calendar = calendar;
        return CultureInfo.ReadOnly(gregorian);
    }
}
